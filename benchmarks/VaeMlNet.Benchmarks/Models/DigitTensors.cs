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
        Train = MatrixTensor.From(TrainImages);
        Test = MatrixTensor.From(TestImages);
    }

    public FeatureMatrix TrainImages { get; }

    public byte[] TrainLabels { get; }

    public FeatureMatrix TestImages { get; }

    public byte[] TestLabels { get; }

    /// <summary>Gets the training images, float32 [N, 784].</summary>
    public Tensor Train { get; }

    /// <summary>Gets the test images, float32 [10000, 784].</summary>
    public Tensor Test { get; }

    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }
}
