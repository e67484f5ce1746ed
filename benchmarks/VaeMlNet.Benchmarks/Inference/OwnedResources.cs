namespace VaeMlNet.Benchmarks;

/// <summary>Disposes the resources of a benchmark in reverse order: tensors before the sessions that they belong to.</summary>
internal sealed class OwnedResources : IDisposable
{
    private readonly List<IDisposable> resources = [];

    /// <summary>Takes ownership of a resource and returns it.</summary>
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
