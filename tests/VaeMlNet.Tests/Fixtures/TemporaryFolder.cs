namespace VaeMlNet.Tests;

/// <summary>An empty folder for one test, deleted afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("vaemlnet-").FullName;

    public string Combine(string relativePath) => Path.Combine(Root, relativePath);

    /// <summary>A copy of a tiny model, for tests that damage it.</summary>
    public string CopyOf(TinyModel model, string name = "model")
    {
        string target = Combine(name);
        foreach (string file in Directory.EnumerateFiles(model.Folder, "*", SearchOption.AllDirectories))
        {
            string destination = Path.Combine(target, Path.GetRelativePath(model.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
            File.Copy(file, destination);
        }
        return target;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
