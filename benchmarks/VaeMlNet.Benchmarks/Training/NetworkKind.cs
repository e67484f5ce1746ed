namespace VaeMlNet.Benchmarks;

/// <summary>A network to train.</summary>
internal enum NetworkKind
{
    /// <summary>784-400-20-400-784.</summary>
    FullyConnected,

    /// <summary>Two strided convolutions of 32 and 64 filters, and the corresponding transposed convolutions.</summary>
    Convolutional,

    /// <summary>The network of <see cref="MixedTable"/>: two hidden layers of 256 and 128, and 16 latents.</summary>
    Table,

    /// <summary>An anomaly detector for <see cref="DetectorTable"/> with its default network: a hidden layer of 64, and 16 latents.</summary>
    Detector,
}
