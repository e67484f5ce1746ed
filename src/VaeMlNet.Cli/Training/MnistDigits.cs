namespace VaeMlNet.Cli;

/// <summary>MNIST in memory: gray images of 28 x 28 pixels in [0, 1], and their labels.</summary>
/// <param name="TrainImages">Row-major, [60000, 784].</param>
/// <param name="TrainLabels">0..9, [60000].</param>
/// <param name="TestImages">Row-major, [10000, 784].</param>
/// <param name="TestLabels">0..9, [10000].</param>
internal sealed record MnistDigits(
    FeatureMatrix TrainImages,
    byte[] TrainLabels,
    FeatureMatrix TestImages,
    byte[] TestLabels
)
{
    /// <summary>Pixels along an edge of an image.</summary>
    public const int Edge = 28;

    /// <summary>Verifies and reads the four files of a folder.</summary>
    /// <exception cref="CommandException">A file is missing or is not MNIST's.</exception>
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
