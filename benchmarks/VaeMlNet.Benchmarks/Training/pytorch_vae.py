"""A variational autoencoder as PyTorch's users write it. It trains one epoch on each request.

Prints one line of JSON when it is ready. For every line "go" on standard input it trains one epoch (shuffle, gather,
forward, backward, step) and prints {"seconds": ..., "cpu_seconds": ..., "loss": mean over the rows, in nats}.
It ends with its input.

TorchSharpPeer contains the same networks in C#.

With --device, all rows are on the device, and a batch is one index_select. Without it, they stay where PyTorch's users have them.
"""

import argparse
import ctypes
import json
import math
import platform
import sys
import time


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("--images", help="IDX file of uint8 images; the table is generated")
    parser.add_argument("--rows", type=int, required=True, help="how many of the first images")
    parser.add_argument("--network", choices=["fc", "conv", "table", "detector"], required=True)
    parser.add_argument("--optimizer", choices=["adam", "rmsprop"], required=True)
    parser.add_argument("--batch-size", type=int, required=True)
    parser.add_argument("--learning-rate", type=float, required=True)
    parser.add_argument("--threads", type=int, help="torch's threads; without it everything stays as PyTorch sets it")
    parser.add_argument("--device", help="cpu or cuda:N")
    parser.add_argument("--mixed", action="store_true", help="bfloat16 by autocast")
    parser.add_argument("--fused", action="store_true", help="the fused step of Adam")
    return parser.parse_args()


def keep_freed_memory():
    """Raises thresholds of the C library's allocator. Otherwise, each temporary tensor causes page faults."""
    trim_threshold, top_pad, mmap_threshold, mebibyte = -1, -2, -3, 1 << 20
    c = ctypes.CDLL(None)
    c.mallopt(mmap_threshold, 256 * mebibyte)
    c.mallopt(trim_threshold, 1024 * mebibyte)
    c.mallopt(top_pad, 64 * mebibyte)


arguments = parse()
if arguments.threads:
    keep_freed_memory()

import torch  # noqa: E402
from torch import nn, optim  # noqa: E402
from torch.nn import functional as F  # noqa: E402
from torch.utils.data import DataLoader, TensorDataset  # noqa: E402

PIXELS, HIDDEN, LATENTS = 28 * 28, 400, 20
NUMBERS, KEYS, VALUES, TABLE_LATENTS = 10, 10, 8, 16
D_NUMBERS, D_BOOLEANS, D_KEYS, D_VALUES = 18, 4, 8, 6  # of the detector's table, as in DetectorTable.cs
DEGREES_OF_FREEDOM, SMALLEST_SCALE, TRIMMED_SHARE = 4, 0.1, 0.3


class Vae(nn.Module):
    def __init__(self, encoder, width, decoder, latents=LATENTS):
        super().__init__()
        self.encoder = encoder
        self.mean = nn.Linear(width, latents)
        self.log_variance = nn.Linear(width, latents)
        self.decoder = decoder

    def forward(self, x):
        h = self.encoder(x)
        mu, log_var = self.mean(h), self.log_variance(h)
        z = mu + torch.exp(0.5 * log_var) * torch.randn_like(mu)
        return self.decoder(z), mu, log_var


def fully_connected():
    return Vae(
        nn.Sequential(nn.Linear(PIXELS, HIDDEN), nn.ReLU()),
        HIDDEN,
        nn.Sequential(nn.Linear(LATENTS, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, PIXELS)),
    )


def convolutional():
    return Vae(
        nn.Sequential(
            nn.Unflatten(1, (1, 28, 28)),
            nn.Conv2d(1, 32, 3, stride=2, padding=1),  # [N, 32, 14, 14]
            nn.ReLU(),
            nn.Conv2d(32, 64, 3, stride=2, padding=1),  # [N, 64, 7, 7]
            nn.ReLU(),
            nn.Flatten(),
        ),
        64 * 7 * 7,
        nn.Sequential(
            nn.Linear(LATENTS, 64 * 7 * 7),
            nn.ReLU(),
            nn.Unflatten(1, (64, 7, 7)),
            nn.ConvTranspose2d(64, 32, 3, stride=2, padding=1, output_padding=1),
            nn.ReLU(),
            nn.ConvTranspose2d(32, 1, 3, stride=2, padding=1, output_padding=1),
            nn.Flatten(),
        ),
    )


def table():
    width = NUMBERS + KEYS * VALUES
    return Vae(
        nn.Sequential(nn.Linear(width, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU()),
        128,
        nn.Sequential(
            nn.Linear(TABLE_LATENTS, 128), nn.ReLU(), nn.Linear(128, 256), nn.ReLU(), nn.Linear(256, width + NUMBERS)
        ),
        TABLE_LATENTS,
    )


def generated_rows(count):
    """Returns standardized numbers and one-hot categories, which depend on two hidden numbers."""
    a, b = torch.rand(count, 1), torch.rand(count, 1)
    column = torch.arange(NUMBERS)
    numbers = a * column + b * (NUMBERS - column) + torch.rand(count, NUMBERS)
    numbers = (numbers - numbers.mean(0)) / numbers.std(0)
    keys = (VALUES * (a * (torch.arange(KEYS) + 1) + b) % VALUES).long().clamp(0, VALUES - 1)
    return torch.cat([numbers, F.one_hot(keys, VALUES).flatten(1).float()], 1)


def table_reconstruction(out, x):
    """Returns the loss of Gaussian numbers with their own variances, and of categories, summed over the batch."""
    mean, log_var, logits = out.split([NUMBERS, NUMBERS, KEYS * VALUES], 1)
    numbers, keys = x.split([NUMBERS, KEYS * VALUES], 1)
    of_numbers = 0.5 * (log_var + (numbers - mean).pow(2) / log_var.exp()).sum()
    of_keys = -(keys.view(-1, KEYS, VALUES) * logits.view(-1, KEYS, VALUES).log_softmax(2)).sum()
    return of_numbers + of_keys


class Detector(Vae):
    """A detector with the default network and loss of VaeMlNet's detectors: missing cells are 0 with a mark, and have no loss."""

    def __init__(self, rows):
        width = D_NUMBERS + D_BOOLEANS + D_KEYS * D_VALUES
        self.marks = D_NUMBERS + D_KEYS
        super().__init__(
            nn.Sequential(nn.Linear(width + D_NUMBERS, 64), nn.Tanh()),
            64,
            nn.Sequential(nn.Linear(TABLE_LATENTS, 64), nn.Tanh(), nn.Linear(64, width + D_NUMBERS + self.marks)),
            TABLE_LATENTS,
        )
        missing = rows[:, width:]
        share = (missing.sum(0) + 0.5) / (len(rows) + 1)
        self.log_odds = torch.log(share / (1 - share))
        self.least = 0.5 / (len(rows) + 1)
        # The scale of a cell begins at 1, and stays above the smallest one.
        self.smallest_log = math.log(SMALLEST_SCALE)
        self.shift = math.log(math.exp(-self.smallest_log) - 1)
        n = DEGREES_OF_FREEDOM
        self.normalizer = math.lgamma(n / 2) - math.lgamma((n + 1) / 2) + 0.5 * math.log(n * math.pi)

    def encoder_input(self, x):
        values = x[:, : -self.marks]
        return torch.cat([values.nan_to_num(0), values[:, :D_NUMBERS].isnan().float()], 1)

    def forward(self, x):
        return super().forward(self.encoder_input(x))

    def probability(self, logits):
        return self.least + (1 - 2 * self.least) * torch.sigmoid(logits)

    def reconstruction(self, out, x):
        """Returns -log p of each row."""
        n = DEGREES_OF_FREEDOM
        numbers, booleans, keys, marks = x.split([D_NUMBERS, D_BOOLEANS, D_KEYS * D_VALUES, self.marks], 1)
        location, spread, logits, key_logits, mark_logits = out.split(
            [D_NUMBERS, D_NUMBERS, D_BOOLEANS, D_KEYS * D_VALUES, self.marks], 1
        )
        log_scale = self.smallest_log + F.softplus(spread + self.shift)
        ratio = (location - numbers.nan_to_num(0)) / log_scale.exp()
        of_numbers = (n + 1) / 2 * torch.log1p(ratio.pow(2) / n) + log_scale + self.normalizer
        of_numbers = of_numbers.masked_fill(numbers.isnan(), 0).sum(1)
        of_booleans = F.binary_cross_entropy_with_logits(logits, booleans, reduction="none").sum(1)
        log_shares = key_logits.view(-1, D_KEYS, D_VALUES).log_softmax(2).flatten(1)
        of_keys = -(keys.nan_to_num(0) * log_shares).sum(1)
        mark_logits = mark_logits + self.log_odds
        of_marks = -(
            marks * self.probability(mark_logits).log() + (1 - marks) * self.probability(-mark_logits).log()
        ).sum(1)
        return of_numbers + of_booleans + of_keys + of_marks

    def losses(self, x):
        """Returns the loss of each row."""
        out, mu, log_var = self(x)
        kl = -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp(), 1)
        return self.reconstruction(out, x) + kl


def draws(rows, places):
    """Returns the numbers of [0, 1) at places, as of DetectorTable.Draw, [rows, places]."""
    bits = 0xFFFFFFFF
    h = (torch.arange(rows).unsqueeze(1) * 256 + torch.tensor(places) + 1) * 2654435761 & bits
    for _ in range(2):
        h = ((h ^ (h >> 16)) * 0x45D9F3B) & bits
    return (h ^ (h >> 16)).double() / 4294967296


def detector_rows(count):
    """Returns the rows of DetectorTable: standardized numbers, Booleans, one-hot categories, and marks; NaN for missing cells."""
    hidden = draws(count, [0, 1])
    share = (torch.arange(D_NUMBERS).double() + 1) / D_NUMBERS
    noise = draws(count, range(2, 2 + 3 * D_NUMBERS)).view(count, D_NUMBERS, 3).sum(2)
    numbers = hidden[:, :1] * share + hidden[:, 1:] * (1 - share) + 0.1 * noise
    numbers[draws(count, range(60, 60 + D_NUMBERS)) < 0.05] = math.nan
    numbers = numbers - numbers.nanmean(0)
    numbers = numbers / numbers.pow(2).nanmean(0).sqrt()
    of_booleans = hidden[:, torch.arange(D_BOOLEANS) % 2]
    booleans = draws(count, range(90, 90 + D_BOOLEANS)) < of_booleans
    of_keys = 0.7 * hidden[:, torch.arange(D_KEYS) % 2] + 0.3 * draws(count, range(100, 100 + D_KEYS))
    keys = F.one_hot((D_VALUES * of_keys).long(), D_VALUES).double()
    missing_keys = draws(count, range(120, 120 + D_KEYS)) < 0.05
    keys[missing_keys] = math.nan
    marks = torch.cat([numbers.isnan(), missing_keys], 1)
    return torch.cat([numbers, booleans, keys.flatten(1), marks], 1).float()


def trimmed_mean(losses):
    """Returns the mean without the largest losses."""
    kept = len(losses) - int(TRIMMED_SHARE * len(losses))
    return losses.topk(kept, largest=False).values.mean()


def reconstruction_loss(out, x):
    if arguments.network == "table":
        return table_reconstruction(out, x)
    if arguments.device:
        return F.binary_cross_entropy_with_logits(out, x, reduction="sum")
    return F.binary_cross_entropy(torch.sigmoid(out), x, reduction="sum")


def negative_elbo(out, x, mu, log_var):
    """Returns the loss, summed over the batch, as in PyTorch's example."""
    reconstruction = reconstruction_loss(out.float(), x)
    mu, log_var = mu.float(), log_var.float()
    kl = -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp())
    return reconstruction + kl


def read_images(path, count):
    with open(path, "rb") as file:
        file.seek(16)
        pixels = torch.frombuffer(bytearray(file.read(count * PIXELS)), dtype=torch.uint8)
    return pixels.view(count, PIXELS).float() / 255


def shuffled_batches(images, size):
    order = torch.randperm(len(images), device=images.device)
    for start in range(0, len(images), size):
        yield images.index_select(0, order[start : start + size])


def train_epoch(model, optimizer, batches, row_count):
    model.train()
    total = 0.0
    for x in batches:
        optimizer.zero_grad()
        if arguments.network == "detector":
            losses = model.losses(x)
            loss = losses.sum()
            trimmed_mean(losses).backward()
        else:
            loss = negative_elbo(*forward_with_input(model, x))
            loss.backward()
        optimizer.step()
        # Reading the loss in each step would let a GPU wait for the next one.
        total += loss.detach() if arguments.device else loss.item()
    return float(total) / row_count


def forward_with_input(model, x):
    with torch.autocast(x.device.type, torch.bfloat16, enabled=arguments.mixed):
        out, mu, log_var = model(x)
    return out, x, mu, log_var


def say(**figures):
    print(json.dumps(figures), flush=True)


def main():
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    device = torch.device(arguments.device or "cpu")
    generate = {"table": generated_rows, "detector": detector_rows}.get(arguments.network)
    images = generate(arguments.rows) if generate else read_images(arguments.images, arguments.rows)
    images = images.to(device)
    create = {"fc": fully_connected, "conv": convolutional, "table": table, "detector": lambda: Detector(images)}
    model = create[arguments.network]().to(device)
    kind = {"adam": optim.Adam, "rmsprop": optim.RMSprop}[arguments.optimizer]
    fused = {"fused": True} if arguments.fused else {}
    optimizer = kind(model.parameters(), lr=arguments.learning_rate, **fused)
    loader = DataLoader(TensorDataset(images), batch_size=arguments.batch_size, shuffle=True)
    say(versions={"PyTorch": torch.__version__, "Python": platform.python_version()}, threads=torch.get_num_threads())
    for _ in sys.stdin:
        start, cpu = time.perf_counter(), time.process_time()
        is_gathered = arguments.threads or arguments.device
        batches = shuffled_batches(images, arguments.batch_size) if is_gathered else (x for (x,) in loader)
        loss = train_epoch(model, optimizer, batches, arguments.rows)
        if device.type == "cuda":
            torch.cuda.synchronize(device)
        say(seconds=time.perf_counter() - start, cpu_seconds=time.process_time() - cpu, loss=loss)


main()
