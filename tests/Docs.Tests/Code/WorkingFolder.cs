namespace VaeMlNet.Docs.Tests;

/// <summary>The folder that the docs' programs run in, with the model folders that they name.</summary>
internal sealed class WorkingFolder : IDisposable
{
    private readonly string startFolder = Environment.CurrentDirectory;
    private TemporaryFolder? folder;

    public void Enter()
    {
        folder = new TemporaryFolder();
        folder.CopyOf(Repository.PathOf("onnx", "mnist"), "onnx/mnist");
        folder.CopyOf(Repository.PathOf("onnx", "pumps"), "onnx/pumps");
        foreach (var name in new[] { "turbines", "patients", "people" })
        {
            folder.CopyOf(Fixture(name == "turbines" ? "gaussian" : "table"), $"onnx/{name}");
        }

        Directory.CreateDirectory(folder["docs", "guide"]);
        File.Copy(Repository.PathOf("docs", "guide", "machines.csv"), folder["docs", "guide", "machines.csv"]);
        Environment.CurrentDirectory = folder.Path;
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = startFolder;
        folder?.Dispose();
    }

    private static string Fixture(string name) => Repository.PathOf("tests", "VaeMlNet.Tests", "Fixtures", name);
}
