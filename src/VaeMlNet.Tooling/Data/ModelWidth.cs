namespace VaeMlNet.Tooling;

/// <summary>Holds a data file against a model before any row is read.</summary>
internal static class ModelWidth
{
    /// <summary>Checks that the file has as many features as the model was trained on.</summary>
    /// <exception cref="CommandException">It has more or fewer.</exception>
    public static void Check(FeatureFile file, VaeModel model)
    {
        if (file.Width != model.InputDim)
        {
            throw new CommandException(
                $"'{file.Path}' has {file.Width} {file.FeatureNoun}s, but model '{model.Folder}' was trained on {model.InputDim} "
                    + "features. Pass the columns it was trained on (--columns), or train and export again."
            );
        }
    }
}
