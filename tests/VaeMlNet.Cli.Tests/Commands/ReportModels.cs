namespace VaeMlNet.Cli.Tests;

/// <summary>Models of images, of Gaussian and of categorical latents, with their data, created once.</summary>
[SetUpFixture]
internal sealed class ReportModels
{
    public const int ImageCount = 40;

    private static TemporaryFolder? shared;

    public static string Images => Shared["images"];

    public static string Labels => Shared["labels"];

    public static string OfImages => Shared["of-images"];

    public static string Categorical => Shared["categorical"];

    /// <summary>A model of a table, with a mixture, whose columns and categories have names that are markup.</summary>
    public static string Hostile => Shared["hostile"];

    public static string HostileData => Shared["hostile.csv"];

    private static TemporaryFolder Shared => shared ?? throw new InvalidOperationException("The fixture has not run.");

    [OneTimeSetUp]
    public void TrainAndExport()
    {
        shared = new TemporaryFolder();
        (var images, var labels) = IdxBytes.Digits(ImageCount, seed: 1);
        shared.Write("images", images);
        shared.Write("labels", labels);
        Export("of-images", "--model=fully-connected", $"--data={Images}", "--hidden=8", "--latent=3");
        var options = shared.Write(
            "options.json",
            """
            {
              "latent_dim": 3, "epoch_count": 2,
              "network": { "kind": "fully_connected", "hidden_dims": [8] },
              "latent": { "kind": "categorical", "category_count": 4 }
            }
            """
        );
        Export("categorical", $"--options={options}", $"--data={Images}");
        shared.Write("hostile.csv", HostileRows());
        Export("hostile", "--model=table", $"--data={HostileData}", "--hidden=6", "--latent=3", "--mixture=2");
    }

    [OneTimeTearDown]
    public void Delete() => shared?.Dispose();

    private static void Export(string name, params string[] arguments)
    {
        string[] epochs = arguments[0].StartsWith("--options", StringComparison.Ordinal) ? [] : ["--epochs=2"];
        ToolRun.Run(["export", .. arguments, .. epochs, $"--out={Shared[name]}"]).Succeeded();
    }

    private static string HostileRows()
    {
        const string lineSeparator = "\u2028";
        var header = $"\"</script><script>alert(1)</script>\",\"<b>&'\"\"{lineSeparator}\",plain\n";
        return header
            + string.Concat(
                Enumerable
                    .Range(0, 40)
                    .Select(i => $"{i},{(i % 2 == 0 ? "\"<img src=x onerror=alert(2)>\"" : "\"--><!--\"")},{i % 5}\n")
            );
    }
}
