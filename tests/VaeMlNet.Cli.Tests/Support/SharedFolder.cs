using System.Collections.Concurrent;

namespace VaeMlNet.Cli.Tests;

/// <summary>A folder of models and data. It is filled when a test first uses it, so that other tests train nothing.</summary>
/// <param name="fill">Fills the folder. Runs once.</param>
internal sealed class SharedFolder(Action<TemporaryFolder> fill)
{
    private static readonly ConcurrentBag<TemporaryFolder> Created = [];

    private readonly Lazy<TemporaryFolder> folder = new(() => CreateAndFill(fill));

    /// <summary>Gets the path of a file or folder in this folder.</summary>
    public string this[string name] => folder.Value[name];

    /// <summary>Deletes all shared folders, after the last test.</summary>
    public static void DeleteAll()
    {
        while (Created.TryTake(out var created))
        {
            created.Dispose();
        }
    }

    private static TemporaryFolder CreateAndFill(Action<TemporaryFolder> fill)
    {
        TemporaryFolder created = new();
        Created.Add(created);
        fill(created);
        return created;
    }
}
