namespace VaeMlNet.Cli.Tests;

/// <summary>Models of images, of Gaussian and of categorical latents, and their data, created when a test first uses them.</summary>
internal static class ReportModels
{
    public const int ImageCount = 40;

    private static readonly SharedFolder Shared = new(TrainAndExport);

    public static string Images => Shared["images"];

    public static string Labels => Shared["labels"];

    public static string OfImages => Shared["of-images"];

    public static string Categorical => Shared["categorical"];

    /// <summary>
    /// Gets the folder of a table model. The names of its columns and categories contain markup.
    /// </summary>
    public static string Hostile => Shared["hostile"];

    public static string HostileData => Shared["hostile.csv"];

    private static void TrainAndExport(TemporaryFolder folder)
    {
        (var images, var labels) = IdxBytes.Digits(ImageCount, seed: 1);
        var imageFile = folder.Write("images", images);
        folder.Write("labels", labels);
        Export(folder["of-images"], "--model=fully-connected", $"--data={imageFile}", "--hidden=8", "--latent=3");
        var options = folder.Write(
            "options.json",
            """
            {
              "latent_dim": 3, "epoch_count": 2,
              "network": { "kind": "fully_connected", "hidden_dims": [8] },
              "latent": { "kind": "categorical", "category_count": 4 }
            }
            """
        );
        Export(folder["categorical"], $"--options={options}", $"--data={imageFile}");
        var hostile = folder.Write("hostile.csv", HostileRows());
        Export(folder["hostile"], "--model=table", $"--data={hostile}", "--hidden=6", "--latent=3");
    }

    private static void Export(string modelFolder, params string[] arguments)
    {
        string[] epochs = arguments[0].StartsWith("--options", StringComparison.Ordinal) ? [] : ["--epochs=2"];
        ToolRun.Run(["export", .. arguments, .. epochs, $"--out={modelFolder}"]).Succeeded();
    }

    private static string HostileRows()
    {
        const string lineSeparator = "\u2028";
        var header = $"\"</script><script>alert(1)</script>\",\"<b>&'\"\"{lineSeparator}\",plain\n";
        return header
            + string.Concat(
                Enumerable
                    .Range(0, 40)
                    .Select(i =>
                        $"{i * 37 % 23},{(i % 2 == 0 ? "\"<img src=x onerror=alert(2)>\"" : "\"--><!--\"")},{i % 5}\n"
                    )
            );
    }
}
