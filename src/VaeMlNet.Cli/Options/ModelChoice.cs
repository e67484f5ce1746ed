namespace VaeMlNet.Cli;

/// <summary>The model to train on rows for which the user did not name one.</summary>
/// <param name="Model">The value of <c>--model</c>.</param>
/// <param name="Reason">The reason for the choice, shown to the user.</param>
internal sealed record ModelChoice(string Model, string Reason)
{
    /// <summary>The number of pixels of an MNIST image.</summary>
    public const int MnistWidth = 784;

    /// <summary>Chooses a model by the type of the data file.</summary>
    /// <param name="path">The data file; null for MNIST.</param>
    public static ModelChoice For(string? path)
    {
        if (path is null)
        {
            return new ModelChoice(ModelPreset.Mnist, "no --data is given");
        }

        if (PictureFolder.IsFolder(path))
        {
            return new ModelChoice(ModelPreset.FullyConnected, $"'{path}' is a folder of pictures");
        }

        // The reader of the rows reports a file that cannot be read.
        var width = Width(path);
        return width switch
        {
            null => new ModelChoice(ModelPreset.Table, $"'{path}' is a table"),
            MnistWidth => new ModelChoice(ModelPreset.Mnist, $"'{path}' contains images of {MnistWidth} pixels"),
            _ => new ModelChoice(ModelPreset.FullyConnected, $"'{path}' contains images"),
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
