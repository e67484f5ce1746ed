namespace VaeMlNet.OnnxExport.Tests.Support;

/// <summary>A fresh folder, deleted at the end of the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("vaemlnet-onnx-").FullName;

    public IEnumerable<string> FileNames =>
        Directory.EnumerateFileSystemEntries(Path).Select(System.IO.Path.GetFileName)!;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
