"""The workloads of peer_torch.py, one step each. Needs PyTorch."""
import torch
import torch.nn as nn
import torch.nn.functional as F

MLP = {
    "mlp20x64": dict(depth=20, width=64, inp=64, out=10, batch=64, act="tanh", bn=False, opt="sgd", lr=0.01),
    "mlp50x128": dict(depth=50, width=128, inp=64, out=10, batch=128, act="relu", bn=True, opt="adam", lr=1e-3),
    "mlp100x256": dict(depth=100, width=256, inp=64, out=10, batch=256, act="tanh", bn=False, opt="sgd", lr=0.01),
}
RNN = {
    "rnn_T200_h64": dict(kind="rnn", gates=1),
    "lstm_T200_h64": dict(kind="lstm", gates=4),
    "gru_T200_h64": dict(kind="gru", gates=3),
}
T, H, B, LAYERS, INP = 200, 64, 32, 2, 2


class Log:
    """Preallocated rows, as a trainer that keeps its history would have."""

    def __init__(self, cols, rows=4096):
        self.rows = torch.zeros(rows, cols)
        self.views = list(self.rows.unbind(0))
        self.n = 0

    def next(self):
        row = self.views[self.n % len(self.views)]
        self.n += 1
        return row

    def last(self):
        return self.views[(self.n - 1) % len(self.views)]


def norms_of(tensors):
    """L2 norm of each tensor of a list."""
    return torch.stack(torch._foreach_norm(tensors))


def mlp_data(c):
    g = torch.Generator().manual_seed(1)
    n = 1797
    x = torch.rand(n, c["inp"], generator=g)
    y = torch.randint(0, c["out"], (n,), generator=g)
    b = c["batch"]
    return [(x[i:i + b].contiguous(), y[i:i + b].contiguous()) for i in range(0, n - b + 1, b)]


def mlp_params(c):
    """[W (in x out), b] per layer, then [gamma, beta] per hidden layer with batch norm."""
    g = torch.Generator().manual_seed(2)
    dims = [c["inp"]] + [c["width"]] * c["depth"] + [c["out"]]
    ws, bs = [], []
    for i, o in zip(dims, dims[1:]):
        std = (2.0 / i) ** 0.5 if c["act"] == "relu" else (2.0 / (i + o)) ** 0.5
        ws.append(torch.randn(i, o, generator=g) * std)
        bs.append(torch.zeros(o))
    return ws, bs


def has_skip(layer):
    """Hidden layers count from 0; layers (2,3), (4,5), ... are the residual pairs."""
    return layer % 2 == 1 and layer >= 3


class MlpModule(nn.Module):
    def __init__(self, c):
        super().__init__()
        ws, bs = mlp_params(c)
        self.act = torch.tanh if c["act"] == "tanh" else torch.relu
        self.bn = c["bn"]
        self.linears = nn.ModuleList(nn.Linear(w.shape[0], w.shape[1], bias=not (self.bn and k < c["depth"]))
                                     for k, w in enumerate(ws))
        self.norms = nn.ModuleList(nn.BatchNorm1d(c["width"]) for _ in range(c["depth"])) if self.bn else None
        with torch.no_grad():
            for lin, w, b in zip(self.linears, ws, bs):
                lin.weight.copy_(w.t())
                if lin.bias is not None:
                    lin.bias.copy_(b)

    def forward(self, x, acts):
        h = skip = x
        for k, lin in enumerate(self.linears[:-1]):
            if k % 2 == 0:
                skip = h
            h = lin(h)
            if self.bn:
                h = self.norms[k](h)
            h = self.act(h)
            if self.bn and has_skip(k):
                h = h + skip
            acts.append(h)
        h = self.linears[-1](h)
        acts.append(h)
        return h


def mlp_modules(c):
    data, net = mlp_data(c), MlpModule(c)
    opt = (torch.optim.SGD(net.parameters(), lr=c["lr"]) if c["opt"] == "sgd"
           else torch.optim.Adam(net.parameters(), lr=c["lr"]))
    log = Log(2 * (c["depth"] + 1))
    weights = [lin.weight for lin in net.linears]

    def step(i):
        x, y = data[i % len(data)]
        acts = []
        opt.zero_grad()
        loss = F.cross_entropy(net(x, acts), y)
        for a in acts:
            a.retain_grad()
        loss.backward()
        row = log.next()
        for k, w in enumerate(weights):
            row[k] = w.grad.norm()
        for k, a in enumerate(acts):
            row[len(weights) + k] = a.grad.norm()
        opt.step()
        return loss.item()
    return step, log


def make_update(c, params):
    """Returns update(grads): foreach SGD or torch.optim.Adam(foreach=True)."""
    if c["opt"] == "sgd":
        def update(grads):
            torch._foreach_add_(params, grads, alpha=-c["lr"])
    else:
        opt = torch.optim.Adam(params, lr=c["lr"], foreach=True)

        def update(grads):
            for p, g in zip(params, grads):
                p.grad = g
            opt.step()
    return update


def mlp_lean(c):
    data = mlp_data(c)
    ws, bs = mlp_params(c)
    depth, bn = c["depth"], c["bn"]
    act = torch.tanh if c["act"] == "tanh" else torch.relu
    gamma = [torch.ones(c["width"]) for _ in range(depth)] if bn else []
    beta = [torch.zeros(c["width"]) for _ in range(depth)] if bn else []
    rm = [torch.zeros(c["width"]) for _ in range(depth)]
    rv = [torch.ones(c["width"]) for _ in range(depth)]
    params = ws + (bs[-1:] if bn else bs) + gamma + beta
    for p in params:
        p.requires_grad_(True)
    update = make_update(c, params)
    log = Log(2 * (depth + 1))

    def step(i):
        x, y = data[i % len(data)]
        acts = []
        h = skip = x
        for k in range(depth):
            if bn:
                if k % 2 == 0:
                    skip = h
                h = act(F.batch_norm(torch.mm(h, ws[k]), rm[k], rv[k], gamma[k], beta[k], True, 0.1, 1e-5))
                if has_skip(k):
                    h = h + skip
            else:
                h = act(torch.addmm(bs[k], h, ws[k]))
            acts.append(h)
        h = torch.addmm(bs[-1], h, ws[-1])
        acts.append(h)
        loss = F.cross_entropy(h, y)
        grads = torch.autograd.grad(loss, params + acts)
        with torch.no_grad():
            log.next().copy_(norms_of(grads[:depth + 1] + grads[len(params):]))
            update(grads[:len(params)])
        return loss.item()
    return step, log


TINY = dict(batch=10, lr=0.03)


def tiny_setup():
    g = torch.Generator().manual_seed(3)
    x = torch.rand(500, 2, generator=g) * 12 - 6
    y = torch.sign(x[:, :1] * x[:, 1:])
    data = [(x[i:i + 10].contiguous(), y[i:i + 10].contiguous()) for i in range(0, 500, 10)]
    dims = [2, 4, 2, 1]
    ws = [torch.rand(i, o, generator=g) - 0.5 for i, o in zip(dims, dims[1:])]
    bs = [torch.full((o,), 0.1) for o in dims[1:]]
    return data, ws, bs


def tiny_modules():
    data, ws, bs = tiny_setup()
    lins = nn.ModuleList(nn.Linear(*w.shape) for w in ws)
    with torch.no_grad():
        for lin, w, b in zip(lins, ws, bs):
            lin.weight.copy_(w.t())
            lin.bias.copy_(b)
    opt = torch.optim.SGD(lins.parameters(), lr=TINY["lr"])
    log = Log(6)

    def step(i):
        x, y = data[i % 50]
        opt.zero_grad()
        h, acts = x, []
        for lin in lins:
            h = torch.tanh(lin(h)) if lin is not lins[-1] else lin(h)
            acts.append(h)
            h.retain_grad()
        loss = F.mse_loss(h, y)
        loss.backward()
        row = log.next()
        for k in range(3):
            row[k] = lins[k].weight.grad.norm()
            row[3 + k] = acts[k].grad.norm()
        opt.step()
        return loss.item()
    return step, log


def tiny_lean():
    data, ws, bs = tiny_setup()
    params = ws + bs
    for p in params:
        p.requires_grad_(True)
    log = Log(6)

    def step(i):
        x, y = data[i % 50]
        h, acts = x, []
        for w, b in zip(ws, bs):
            h = torch.addmm(b, h, w)
            if w is not ws[-1]:
                h = torch.tanh(h)
            acts.append(h)
        e = h - y
        loss = torch.dot(e.view(-1), e.view(-1)) / TINY["batch"]
        grads = torch.autograd.grad(loss, params + acts)
        with torch.no_grad():
            log.next().copy_(norms_of(grads[:3] + grads[6:]))
            torch._foreach_add_(params, grads[:6], alpha=-TINY["lr"])
        return loss.item()
    return step, log


def rnn_data():
    g = torch.Generator().manual_seed(4)
    data = []
    for _ in range(16):
        x = torch.zeros(T, B, 2)
        x[:, :, 0] = torch.rand(T, B, generator=g)
        first = torch.randint(0, T // 2, (B,), generator=g)
        second = torch.randint(T // 2, T, (B,), generator=g)
        x[first, torch.arange(B), 1] = 1
        x[second, torch.arange(B), 1] = 1
        data.append((x, (x[:, :, 0] * x[:, :, 1]).sum(0)))
    return data


def rnn_params(c):
    """Per layer W_ih [G.H, in], W_hh [G.H, H], b_ih, b_hh in PyTorch's gate order; head W, b."""
    g = torch.Generator().manual_seed(5)
    k = H ** -0.5
    p = []
    for layer in range(LAYERS):
        for shape in ((c["gates"] * H, INP if layer == 0 else H), (c["gates"] * H, H),
                      (c["gates"] * H,), (c["gates"] * H,)):
            p.append((torch.rand(shape, generator=g) * 2 - 1) * k)
    p += [(torch.rand(1, H, generator=g) * 2 - 1) * k, torch.zeros(1)]
    return p


WEIGHTS = (0, 1, 4, 5, 8)      # of the parameters: those whose gradient is recorded
N_W = len(WEIGHTS)


def stacked_norms(grads):
    """Of T tensors [B, H]."""
    return torch.linalg.vector_norm(torch.stack(grads), dim=(1, 2))


def rnn_finish(c, p, forward, hidden_norms):
    """forward(x) -> (top h_T, tensors of each layer); records and updates around it."""
    data, log = rnn_data(), Log(N_W + LAYERS * T)
    for t in p:
        t.requires_grad_(True)
    opt = torch.optim.Adam(p, lr=1e-3, foreach=True)

    def step(i):
        x, y = data[i % len(data)]
        top, handles = forward(x)
        loss = F.mse_loss(F.linear(top, p[8], p[9]).squeeze(1), y)
        wanted = list(p)
        for hs in handles:
            wanted += hs
        grads = torch.autograd.grad(loss, wanted)
        with torch.no_grad():
            row = log.next()
            row[:N_W] = norms_of([grads[k] for k in WEIGHTS])
            at = len(p)
            for layer, hs in enumerate(handles):
                row[N_W + layer * T:N_W + (layer + 1) * T] = hidden_norms(grads[at:at + len(hs)])
                at += len(hs)
            for t, g in zip(p, grads):
                t.grad = g
            opt.step()
        return loss.item()
    return step, log


def loop_rnn(P, whh, bhh, h0):
    wt = whh.t()
    h = h0
    hs: list[torch.Tensor] = []
    for p in P.unbind(0):
        h = torch.tanh(torch.addmm(p, h, wt))
        hs.append(h)
    return hs


def loop_lstm(P, whh, bhh, h0):
    wt = whh.t()
    h = h0
    c = h0
    hs: list[torch.Tensor] = []
    for p in P.unbind(0):
        i, f, g, o = torch.addmm(p, h, wt).chunk(4, 1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
        hs.append(h)
    return hs


def loop_gru(P, whh, bhh, h0):
    wt = whh.t()
    h = h0
    hs: list[torch.Tensor] = []
    size = h0.shape[1]
    for p in P.unbind(0):
        a = torch.addmm(bhh, h, wt)
        rz = torch.sigmoid(p[:, :2 * size] + a[:, :2 * size])
        n = torch.tanh(torch.addcmul(p[:, 2 * size:], rz[:, :size], a[:, 2 * size:]))
        h = torch.lerp(n, h, rz[:, size:])
        hs.append(h)
    return hs


LOOPS = {"rnn": loop_rnn, "lstm": loop_lstm, "gru": loop_gru}


def looped(c, compiled):
    """The loop over timesteps in Python, or compiled."""
    p = rnn_params(c)
    gru = c["kind"] == "gru"
    h0 = torch.zeros(B, H)
    loop = torch.jit.script(LOOPS[c["kind"]]) if compiled else LOOPS[c["kind"]]

    def forward(x):
        handles = []
        for layer in range(LAYERS):
            wih, whh, bih, bhh = p[4 * layer:4 * layer + 4]
            proj = F.linear(x, wih, bih if gru else bih + bhh)
            # TorchScript's own differentiation merges timesteps and so hides the h_t from autograd.
            with torch.jit.optimized_execution(False):
                hs = loop(proj, whh, bhh, h0)
            handles.append(hs)
            if layer + 1 < LAYERS:
                x = torch.stack(hs)
        return hs[-1], handles
    return rnn_finish(c, p, forward, stacked_norms)


def rnn_loop(c):
    return looped(c, False)


def rnn_script(c):
    return looped(c, True)


def rnn_native(c):
    p = rnn_params(c)
    h0, zeros = torch.zeros(1, B, H), torch.zeros(T, B, H)

    def layer_fn(x, weights):
        if c["kind"] == "lstm":
            return torch._VF.lstm(x, (h0, h0), weights, True, 1, 0.0, True, False, False)[0]
        return torch._VF.rnn_tanh(x, h0, weights, True, 1, 0.0, True, False, False)[0]

    def forward(x):
        handles = []
        for layer in range(LAYERS):
            wih, whh, bih, bhh = p[4 * layer:4 * layer + 4]
            z = zeros.detach().requires_grad_(True)
            x = layer_fn(torch.cat((x, z), 2), [torch.cat((wih, whh), 1), whh, bih, bhh])
            handles.append([x, z])
        return x[-1], handles

    def total_norms(grads):
        above, recurrent = grads
        total = above.clone()
        total[:-1] += recurrent[1:]
        return torch.linalg.vector_norm(total, dim=(1, 2))
    return rnn_finish(c, p, forward, total_norms)


BUILDERS = {"modules": mlp_modules, "lean": mlp_lean, "loop": rnn_loop, "script": rnn_script, "native": rnn_native}


def build(workload, impl):
    """The step function and the log it writes."""
    torch.manual_seed(0)
    if workload == "tiny2d":
        return {"modules": tiny_modules, "lean": tiny_lean}[impl]()
    return BUILDERS[impl](MLP[workload] if workload in MLP else RNN[workload])
