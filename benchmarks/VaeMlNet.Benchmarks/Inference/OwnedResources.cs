namespace VaeMlNet.Benchmarks;

/// <summary>What a benchmark opened, disposed with it in the reverse order: tensors before the sessions that they were made for.</summary>
internal sealed class OwnedResources : IDisposable
{
    private readonly List<IDisposable> resources = [];

    /// <summary>Takes a resource over, and gives it back to use.</summary>
    public T Add<T>(T resource)
        where T : IDisposable
    {
        resources.Add(resource);
        return resource;
    }

    public void Dispose()
    {
        foreach (var resource in resources.AsEnumerable().Reverse())
        {
            resource.Dispose();
        }
    }
}
