"""A variational autoencoder as PyTorch's users write it. It trains one epoch on each request.

Prints one line of JSON when it is ready. For every line "go" on standard input it trains one epoch (shuffle, gather,
forward, backward, step) and prints {"seconds": ..., "cpu_seconds": ..., "loss": mean over the rows, in nats}.
It ends with its input.
"""

import argparse
import ctypes
import json
import platform
import sys
import time


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("--images", required=True, help="IDX file of uint8 images")
    parser.add_argument("--rows", type=int, required=True, help="how many of the first images")
    parser.add_argument("--network", choices=["fc", "conv"], required=True)
    parser.add_argument("--optimizer", choices=["adam", "rmsprop"], required=True)
    parser.add_argument("--batch-size", type=int, required=True)
    parser.add_argument("--learning-rate", type=float, required=True)
    parser.add_argument("--threads", type=int, help="torch's threads; without it everything stays as PyTorch sets it")
    return parser.parse_args()


def keep_freed_memory():
    """Sets the C library's options of VaeMlNet's process. Otherwise, each temporary tensor causes page faults."""
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


class Vae(nn.Module):
    def __init__(self, encoder, width, decoder):
        super().__init__()
        self.encoder = encoder
        self.mean = nn.Linear(width, LATENTS)
        self.log_variance = nn.Linear(width, LATENTS)
        self.decoder = decoder

    def forward(self, x):
        h = self.encoder(x)
        mu, log_var = self.mean(h), self.log_variance(h)
        z = mu + torch.exp(0.5 * log_var) * torch.randn_like(mu)
        return torch.sigmoid(self.decoder(z)), mu, log_var


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


def negative_elbo(x_hat, x, mu, log_var):
    """Returns the loss, summed over the batch, as in PyTorch's example."""
    reconstruction = F.binary_cross_entropy(x_hat, x, reduction="sum")
    kl = -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp())
    return reconstruction + kl


def read_images(path, count):
    with open(path, "rb") as file:
        file.seek(16)
        pixels = torch.frombuffer(bytearray(file.read(count * PIXELS)), dtype=torch.uint8)
    return pixels.view(count, PIXELS).float() / 255


def shuffled_batches(images, size):
    order = torch.randperm(len(images))
    for start in range(0, len(images), size):
        yield images[order[start : start + size]]


def train_epoch(model, optimizer, batches, row_count):
    model.train()
    total = 0.0
    for x in batches:
        optimizer.zero_grad()
        loss = negative_elbo(*forward_with_input(model, x))
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / row_count


def forward_with_input(model, x):
    x_hat, mu, log_var = model(x)
    return x_hat, x, mu, log_var


def say(**figures):
    print(json.dumps(figures), flush=True)


def main():
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    images = read_images(arguments.images, arguments.rows)
    model = fully_connected() if arguments.network == "fc" else convolutional()
    kind = {"adam": optim.Adam, "rmsprop": optim.RMSprop}[arguments.optimizer]
    optimizer = kind(model.parameters(), lr=arguments.learning_rate)
    loader = DataLoader(TensorDataset(images), batch_size=arguments.batch_size, shuffle=True)
    say(versions={"PyTorch": torch.__version__, "Python": platform.python_version()}, threads=torch.get_num_threads())
    for _ in sys.stdin:
        start, cpu = time.perf_counter(), time.process_time()
        batches = shuffled_batches(images, arguments.batch_size) if arguments.threads else (x for (x,) in loader)
        loss = train_epoch(model, optimizer, batches, arguments.rows)
        say(seconds=time.perf_counter() - start, cpu_seconds=time.process_time() - cpu, loss=loss)


main()
