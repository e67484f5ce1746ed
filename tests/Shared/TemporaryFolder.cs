namespace VaeMlNet.Tests.Shared;

/// <summary>An empty folder for one test, deleted with everything in it afterwards.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("vaemlnet-").FullName;

    /// <summary>Gets the relative paths of all files and folders in it.</summary>
    public IReadOnlyList<string> Entries =>
        [
            .. Directory
                .EnumerateFileSystemEntries(Path, "*", SearchOption.AllDirectories)
                .Select(entry => System.IO.Path.GetRelativePath(Path, entry))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Gets the path of a file or folder in this folder. The file or folder need not exist.</summary>
    public string this[params string[] names] => System.IO.Path.Combine([Path, .. names]);

    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    /// <summary>Copies a folder with all its files to a place in this one, and gives the copy's path.</summary>
    public string CopyOf(string folder, string name)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var copy = this[name, System.IO.Path.GetRelativePath(folder, file)];
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
