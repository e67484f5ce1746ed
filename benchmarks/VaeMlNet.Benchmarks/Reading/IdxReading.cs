namespace VaeMlNet.Benchmarks;

/// <summary>Reads MNIST's training images from their file.</summary>
internal sealed class IdxReading
{
    public const string Copy = "idx-copy";
    public const string Matrix = "idx";
    public const string AsTensor = "idx-tensor";
    public const int BytesPerRow = MnistDigits.Edge * MnistDigits.Edge;

    private readonly string path;
    private readonly FeatureMatrix ready;

    public IdxReading(string mnist)
    {
        path = Path.Combine(mnist, MnistFiles.TrainImages);
        ready = FeatureMatrix.Read(IdxImageFile.Open(path));
        Candidates =
        [
            New(Copy, "bytes of the file, copy of ready numbers", () => CopyBaseline.ReadAndCopy(path, ready.Values)),
            New(Matrix, "FeatureMatrix.Read", () => Checksum.Compute(Read())),
            New(AsTensor, "FeatureMatrix.Read, torch.tensor", ReadTensor),
        ];
    }

    public IEnumerable<Candidate> Candidates { get; }

    private FeatureMatrix Read() => FeatureMatrix.Read(IdxImageFile.Open(path));

    private double ReadTensor()
    {
        using var tensor = DigitTensors.Rows(Read());
        return Checksum.Compute(tensor);
    }

    private Candidate New(string name, string description, Func<double> pass) =>
        new(name, 1, description, ready.RowCount, pass) { Work = "idx" };
}
