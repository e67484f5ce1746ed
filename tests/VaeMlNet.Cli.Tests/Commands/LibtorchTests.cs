using System.Reflection;
using System.Runtime.Loader;

namespace VaeMlNet.Cli.Tests;

/// <summary>A machine that only runs models never loads libtorch, though the tool carries it for training.</summary>
internal sealed class LibtorchTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCase("verify", Category = "Long")]
    [TestCase("encode")]
    [TestCase("reconstruct", Category = "Long")]
    [TestCase("score")]
    [TestCase("threshold", Category = "Long")]
    [TestCase("sample", Category = "Long")]
    [TestCase("impute")]
    [TestCase("synthesize", Category = "Long")]
    [TestCase("interpolate", Category = "Long")]
    [TestCase("report")]
    [TestCase("compare", Category = "Long")]
    public void Run_VerbThatOnlyRunsModels_DoesNotLoadTorchSharp(string verb)
    {
        var isOfTable = verb is "impute" or "synthesize";
        var table = isOfTable ? TinyTable.Data : TinyModel.Table;
        string[] data = verb is "verify" or "sample" or "synthesize" ? [] : [$"--data={table}"];
        string[] output = verb switch
        {
            "verify" => [],
            "threshold" => ["--quantile=0.9"],
            _ => [$"--out={folder["out.csv"]}"],
        };
        var model =
            verb == "threshold" ? TinyModel.CopyModel(folder)
            : isOfTable ? TinyTable.Folder
            : TinyModel.Folder;

        IReadOnlyCollection<string> loaded = AssembliesLoadedBy([verb, model, .. data, .. output]);

        Assert.That(loaded, Has.Member("VaeMlNet").And.Member("Microsoft.ML.OnnxRuntime"));
        Assert.That(loaded, Has.None.EqualTo("TorchSharp"));
    }

    [Test]
    public void Decode_ModelFolder_DoesNotLoadTorchSharp()
    {
        var latents = folder.Write("z.csv", "latent_0,latent_1\n0,1\n");

        IReadOnlyCollection<string> loaded = AssembliesLoadedBy([
            "decode",
            TinyTable.Folder,
            $"--data={latents}",
            $"--out={folder["out.csv"]}",
        ]);

        Assert.That(loaded, Has.None.EqualTo("TorchSharp"));
    }

    [Test]
    public void Info_ModelFolder_DoesNotLoadTorchSharp()
    {
        IReadOnlyCollection<string> loaded = AssembliesLoadedBy(["info", TinyTable.Folder]);

        Assert.That(loaded, Has.None.EqualTo("TorchSharp"));
    }

    /// <summary>The worker is installed without libtorch, and vaemlnet without a client of RabbitMQ.</summary>
    [Test]
    public void Dependencies_OfEachTool_LackThoseOfTheOther()
    {
        var worker = File.ReadAllText(Path.ChangeExtension(typeof(WorkerTool).Assembly.Location, ".deps.json"));
        var vaemlnet = File.ReadAllText(Path.ChangeExtension(typeof(VaemlnetTool).Assembly.Location, ".deps.json"));

        Assert.That(worker, Does.Contain("RabbitMQ.Client").And.Not.Contain("TorchSharp"));
        Assert.That(vaemlnet, Does.Contain("TorchSharp").And.Not.Contain("RabbitMQ.Client"));
    }

    [TestCase("--help")]
    [TestCase("--version")]
    [TestCase("train", "--help")]
    [TestCase("score", "--help")]
    public void Run_NothingToCompute_LoadsNeitherTorchSharpNorOnnxRuntime(params string[] arguments)
    {
        IReadOnlyCollection<string> loaded = AssembliesLoadedBy(arguments);

        Assert.That(loaded, Has.Member("System.CommandLine"));
        Assert.That(loaded, Has.None.EqualTo("TorchSharp").And.None.EqualTo("Microsoft.ML.OnnxRuntime"));
    }

    [Test]
    public void Run_VerbThatTrains_LoadsTorchSharp()
    {
        // Fails at the missing checkpoint, so that libtorch itself is not started a second time in this process.
        string[] arguments = ["export", "--checkpoint=nowhere", $"--data={TinyModel.Table}", $"--out={folder["m"]}"];

        Assert.That(
            AssembliesLoadedBy(arguments, exitCode: 1),
            Has.Member("TorchSharp"),
            "or the other tests could not fail"
        );
    }

    // The tool again, in a context of its own, because in the test process everything has been loaded long since.
    private static HashSet<string> AssembliesLoadedBy(string[] arguments, int exitCode = 0)
    {
        RecordingContext context = new();
        var tool = context.LoadFromAssemblyName(new AssemblyName("VaeMlNet.Cli"));
        using StringWriter error = new();
        var tooling = context.LoadFromAssemblyName(new AssemblyName("VaeMlNet.Tooling"));
        var terminalType = tooling.GetType("VaeMlNet.Tooling.CommandTerminal", throwOnError: true)!;
        var terminal = Activator.CreateInstance(terminalType, TextWriter.Null, error, false)!;
        var run = tool.GetType("VaeMlNet.Cli.VaemlnetTool", throwOnError: true)!.GetMethod("Run")!;

        var actual = run.Invoke(null, [arguments, terminal, CancellationToken.None]);

        Assert.That(actual, Is.EqualTo(exitCode), error.ToString());
        return [.. context.Assemblies.Select(assembly => assembly.GetName().Name!)];
    }

    private sealed class RecordingContext() : AssemblyLoadContext("tool")
    {
        private readonly AssemblyDependencyResolver resolver = new(typeof(VaemlnetTool).Assembly.Location);

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var path = resolver.ResolveAssemblyToPath(assemblyName);
            return path is null ? null : LoadFromAssemblyPath(path);
        }

        protected override nint LoadUnmanagedDll(string unmanagedDllName)
        {
            var path = resolver.ResolveUnmanagedDllToPath(unmanagedDllName);
            return path is null ? 0 : LoadUnmanagedDllFromPath(path);
        }
    }
}
