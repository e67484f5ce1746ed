namespace VaeMlNet.Benchmarks;

/// <summary>Sessions that run one after the other. The input of each is the first output of the session before it.</summary>
/// <remarks>Thread safety: several threads at a time.</remarks>
internal sealed class RawChain(IEnumerable<GraphFile> graphs, int threads) : IDisposable
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
