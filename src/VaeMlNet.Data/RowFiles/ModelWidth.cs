namespace VaeMlNet.Data;

/// <summary>Compares a data file with a model before any row is read.</summary>
internal static class ModelWidth
{
    /// <summary>Checks that the file has as many features as the model.</summary>
    public static void Check(FeatureFile file, VaeModel model)
    {
        if (file.Width != model.InputDim)
        {
            throw new CommandException(
                $"'{file.Path}' has {file.Width} {file.FeatureNoun}s, but model '{model.Folder}' was trained on {model.InputDim} "
                    + "features. "
                    + (
                        file is PictureFolder
                            ? "Pass --image with the size of the pictures in training, which resizes them."
                            : "Pass the columns of the training data (--columns), or train and export the model again."
                    )
            );
        }
    }
}
