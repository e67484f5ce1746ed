namespace VaeMlNet.Cli;

/// <summary>What to train on rows of which the user did not say it.</summary>
/// <param name="Model">A value of <c>--model</c>.</param>
/// <param name="Reason">Why, for people.</param>
internal sealed record ModelChoice(string Model, string Reason)
{
    /// <summary>Pixels of MNIST's images.</summary>
    public const int MnistWidth = 784;

    /// <summary>Chooses by the kind of file.</summary>
    /// <param name="path">The data file; null for MNIST.</param>
    public static ModelChoice For(string? path)
    {
        if (path is null)
        {
            return new ModelChoice(ModelPreset.Mnist, "no --data is given");
        }

        // A file that cannot be read is reported by whoever reads it next.
        var width = Width(path);
        return width switch
        {
            null => new ModelChoice(ModelPreset.Table, $"'{path}' is a CSV file"),
            MnistWidth => new ModelChoice(ModelPreset.Mnist, $"'{path}' holds images of {MnistWidth} pixels"),
            _ => new ModelChoice(ModelPreset.FullyConnected, $"'{path}' holds images"),
        };
    }

    private static int? Width(string path)
    {
        try
        {
            return IdxHeader.StartsFile(path) ? IdxImageFile.Open(path).Width : null;
        }
        catch (CommandException)
        {
            return null;
        }
    }
}
