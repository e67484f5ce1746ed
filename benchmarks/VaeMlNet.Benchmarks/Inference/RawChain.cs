namespace VaeMlNet.Benchmarks;

/// <summary>Sessions that run one after the other, each on the first output of the one before it.</summary>
/// <remarks>Runs may overlap.</remarks>
internal sealed class RawChain(IEnumerable<ModelGraph> graphs, int threads) : IDisposable
{
    public IReadOnlyList<RawSession> Sessions { get; } = [.. graphs.Select(graph => new RawSession(graph, threads))];

    public int InputWidth => Sessions[0].InputWidth;

    public void Dispose()
    {
        foreach (var session in Sessions)
        {
            session.Dispose();
        }
    }
}
