using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>MNIST as tensors, and as the command line reads it.</summary>
internal sealed class DigitTensors : IDisposable
{
    /// <summary>Reads the verified files of a folder; of the training images, only the first where that is asked for.</summary>
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

    /// <summary>float32 [N, 784].</summary>
    public Tensor Train { get; }

    /// <summary>float32 [10000, 784].</summary>
    public Tensor Test { get; }

    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }
}
