namespace VaeMlNet.Benchmarks;

/// <summary>The images of MNIST in memory (gray, 28 x 28 pixels, in [0, 1]) and their labels.</summary>
/// <param name="TrainImages">The training images, row-major, [60000, 784].</param>
/// <param name="TrainLabels">The training labels, 0..9, [60000].</param>
/// <param name="TestImages">The test images, row-major, [10000, 784].</param>
/// <param name="TestLabels">The test labels, 0..9, [10000].</param>
internal sealed record MnistDigits(
    FeatureMatrix TrainImages,
    byte[] TrainLabels,
    FeatureMatrix TestImages,
    byte[] TestLabels
)
{
    /// <summary>The number of pixels along an edge of an image.</summary>
    public const int Edge = 28;

    /// <summary>Verifies and reads the four MNIST files in a folder.</summary>
    /// <exception cref="CommandException">A file is missing, or is not the original MNIST file.</exception>
    public static MnistDigits Read(string folder, CancellationToken cancellationToken = default)
    {
        MnistFiles.Verify(folder);
        return new MnistDigits(
            Images(folder, MnistFiles.TrainImages, cancellationToken),
            IdxLabels.Read(Path.Combine(folder, MnistFiles.TrainLabels)),
            Images(folder, MnistFiles.TestImages, cancellationToken),
            IdxLabels.Read(Path.Combine(folder, MnistFiles.TestLabels))
        );
    }

    private static FeatureMatrix Images(string folder, string name, CancellationToken cancellationToken) =>
        FeatureMatrix.Read(IdxImageFile.Open(Path.Combine(folder, name)), cancellationToken);
}
