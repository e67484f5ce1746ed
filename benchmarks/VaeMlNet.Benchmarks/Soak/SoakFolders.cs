namespace VaeMlNet.Benchmarks;

/// <summary>The folders of the soak process.</summary>
/// <param name="root">The parent folder.</param>
internal sealed class SoakFolders(string root)
{
    public string Temporary { get; } = Directory.CreateDirectory(Path.Combine(root, "temporary")).FullName;

    public string Home { get; } = Directory.CreateDirectory(Path.Combine(root, "home")).FullName;

    /// <summary>Gets the folder for models and checkpoints. It is emptied after every cycle.</summary>
    public string Cycle { get; } = Path.GetFullPath(Path.Combine(root, "cycle"));

    /// <summary>Gets the folder of the undamaged model, which is kept.</summary>
    public string Sound { get; } = Path.GetFullPath(Path.Combine(root, "sound"));

    /// <summary>Counts unexpected files in the temporary folder, in the home folder and next to the undamaged model.</summary>
    public int LeftOver()
    {
        string[] expected = [Temporary, Home, Cycle, Sound];
        return CountIn(Temporary)
            + CountIn(Home)
            + Directory.GetFileSystemEntries(Path.GetFullPath(root)).Except(expected).Count(IsNoLock);
    }

    /// <summary>Deletes the files of the last cycle and creates an empty folder.</summary>
    public void BeginCycle()
    {
        if (Directory.Exists(Cycle))
        {
            Directory.Delete(Cycle, recursive: true);
        }

        Directory.CreateDirectory(Cycle);
    }

    /// <summary>Copies the undamaged model into the cycle's folder.</summary>
    public string CopyOfSound(string name)
    {
        var copy = Path.Combine(Cycle, name);
        foreach (var file in Directory.EnumerateFiles(Sound, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(Sound, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    private static bool IsNoLock(string path) => !path.EndsWith(".lock", StringComparison.Ordinal);

    private static int CountIn(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count();
}
