namespace VaeMlNet;

/// <summary>A run in the format of a tracking tool.</summary>
internal interface ITrackedRun : IDisposable
{
    /// <summary>Records the options of the training.</summary>
    void AddOptions(IReadOnlyList<(string Name, string Value)> options);

    /// <summary>Records the figures of an epoch.</summary>
    void AddEpoch(int epoch, IReadOnlyList<(string Name, double Value)> figures);

    /// <summary>Records embeddings of training rows.</summary>
    /// <param name="epoch">The last epoch.</param>
    /// <param name="embeddings">The embeddings, one array for each row.</param>
    void AddEmbeddings(int epoch, IReadOnlyList<float[]> embeddings);

    /// <summary>Records an image as PNG.</summary>
    void AddImage(int epoch, string name, int height, int width, byte[] png);

    /// <summary>Records the end of the run.</summary>
    void End(TrackedEnd end);
}

/// <summary>The way in which a run ended.</summary>
internal enum TrackedEnd
{
    Finished,
    Failed,
    Canceled,
}
