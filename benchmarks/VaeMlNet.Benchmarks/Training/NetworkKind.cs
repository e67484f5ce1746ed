namespace VaeMlNet.Benchmarks;

/// <summary>The networks that are trained.</summary>
internal enum NetworkKind
{
    /// <summary>784-400-20-400-784.</summary>
    FullyConnected,

    /// <summary>Two strided convolutions of 32 and 64 filters, and their mirror image.</summary>
    Convolutional,
}
