namespace VaeMlNet.Data;

/// <summary>Compares a data file with a model before any row is read.</summary>
internal static class ModelWidth
{
    /// <summary>Checks that the rows of a file are like the training rows of a model.</summary>
    /// <inheritdoc cref="Check(FeatureFile, VaeImageShape, int, VaeImageShape, string)" path="/exception"/>
    public static void Check(FeatureFile file, VaeImageShape? given, VaeModel model) =>
        Check(file, given, model.InputDim, model.Manifest.Architecture.Image, $"model '{model.Folder}'");

    /// <summary>Checks that the rows of a file are like the training rows of a model.</summary>
    /// <param name="file">The file.</param>
    /// <param name="given">The value of <c>--image</c>; null without it.</param>
    /// <param name="width">The number of features of the model.</param>
    /// <param name="shape">The shape of the images of the model; null if it is unknown.</param>
    /// <param name="model">The model, for messages.</param>
    /// <exception cref="CommandException">The file has more or fewer features, or images of another shape.</exception>
    public static void Check(FeatureFile file, VaeImageShape? given, int width, VaeImageShape? shape, string model)
    {
        if (file.ImageShape is null)
        {
            CheckGiven(given, shape, model);
        }

        if (shape is not null && file.ImageShape is { } own && own != shape)
        {
            throw new CommandException(
                $"'{file.Path}' has images of {own}, but {model} was trained on images of {shape}. "
                    + (
                        file is PictureFolder
                            ? $"Pass --image={shape}, which resizes them."
                            : "Pass images of the same size, or train and export the model again."
                    )
            );
        }

        if (file.Width != width)
        {
            throw new CommandException(
                $"'{file.Path}' has {file.Width} {file.FeatureNoun}s, but {model} was trained on {width} features. "
                    + (
                        file is PictureFolder
                            ? "Pass --image with the size of the pictures in training, which resizes them."
                            : "Pass the columns of the training data (--columns), or train and export the model again."
                    )
            );
        }
    }

    /// <summary>Checks that <c>--image</c> is the shape of the images of a model. Rows of a table have no shape of their own.</summary>
    /// <exception cref="CommandException">It is another shape.</exception>
    public static void CheckGiven(VaeImageShape? given, VaeImageShape? shape, string model)
    {
        if (given is not null && shape is not null && given != shape)
        {
            throw new CommandException(
                $"--image is {given}, but {model} was trained on images of {shape}. Leave --image out."
            );
        }
    }
}
