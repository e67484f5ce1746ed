namespace VaeMlNet;

/// <summary>Scores rows by runs of a graph.</summary>
/// <remarks>Thread-safe.</remarks>
internal abstract class ScoringRuns : IDisposable
{
    /// <summary>Returns the score of a row.</summary>
    public abstract float Score(ReadOnlySpan<float> row);

    /// <summary>Frees the buffers. Runs in progress end first.</summary>
    public abstract void Dispose();
}
