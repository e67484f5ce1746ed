namespace VaeMlNet.Benchmarks;

/// <summary>A method of the protocol: it fills cells, makes rows, or does both.</summary>
internal interface ITableMethod
{
    /// <summary>Gets the name of the method in results.</summary>
    string Name { get; }

    /// <summary>Runs the method on a split.</summary>
    /// <param name="split">The rows; the method learns from the training rows alone.</param>
    /// <param name="folder">An empty folder for its files.</param>
    /// <returns>The metrics by name.</returns>
    SortedDictionary<string, double> Measure(ProtocolSplit split, string folder);
}
