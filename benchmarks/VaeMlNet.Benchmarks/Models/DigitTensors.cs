using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>MNIST as tensors, and in the form that the command line reads.</summary>
internal sealed class DigitTensors : IDisposable
{
    /// <summary>Reads and verifies the files of a folder.</summary>
    public DigitTensors(string folder, int? rowCount)
    {
        var digits = MnistDigits.Read(folder);
        TrainImages = digits.TrainImages.Take(rowCount ?? digits.TrainImages.RowCount);
        TrainLabels = digits.TrainLabels[..TrainImages.RowCount];
        TestImages = digits.TestImages;
        TestLabels = digits.TestLabels;
        Train = Rows(TrainImages);
        Test = Rows(TestImages);
    }

    public FeatureMatrix TrainImages { get; }

    public byte[] TrainLabels { get; }

    public FeatureMatrix TestImages { get; }

    public byte[] TestLabels { get; }

    /// <summary>Gets the training images, float32 [N, 784].</summary>
    public Tensor Train { get; }

    /// <summary>Gets the test images, float32 [10000, 784].</summary>
    public Tensor Test { get; }

    /// <summary>Returns all rows as float32 [N, D]. The caller must dispose the tensor.</summary>
    public static Tensor Rows(FeatureMatrix matrix) => tensor(matrix.Values, [matrix.RowCount, matrix.Width]);

    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }
}
