namespace VaeMlNet.Benchmarks;

/// <summary>Where the trainer has its rows.</summary>
internal enum GrowthSource
{
    /// <summary>All in memory, as is the default.</summary>
    Memory,

    /// <summary>In the data view, which each epoch reads again through a buffer that shuffles.</summary>
    Streamed,
}
