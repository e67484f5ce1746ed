namespace VaeMlNet.Benchmarks;

/// <summary>Writes pictures that show the quality of a model of digits.</summary>
/// <param name="model">The opened model folder.</param>
internal sealed class DigitPictures(VaeModel model)
{
    private const int Columns = 16;
    private const int ReconstructionCount = 3 * Columns;
    private const int SampleCount = 6 * Columns;

    /// <summary>Writes a picture of inputs, each row of them above the row of their reconstructions.</summary>
    /// <param name="path">The PNG file.</param>
    /// <param name="images">Images that the model was not trained on. The first 48 are used.</param>
    public void WriteReconstructions(string path, FeatureMatrix images)
    {
        var inputs = images.FirstRows(ReconstructionCount);
        ReadOnlySpan<float> reconstructions = model.Decode(model.Encode(inputs));
        List<float> rows = [];
        var rowLength = Columns * images.Width;
        for (var start = 0; start < inputs.Length; start += rowLength)
        {
            rows.AddRange(inputs.Span.Slice(start, rowLength));
            rows.AddRange(reconstructions.Slice(start, rowLength));
        }

        string[] labels =
        [
            .. Enumerable.Range(0, 2 * ReconstructionCount / Columns).Select(i => i % 2 == 0 ? "data" : "model"),
        ];
        Write(path, "Test images, and their reconstructions", [.. rows], labels);
    }

    /// <summary>Writes a picture of decoded draws from the prior N(0, I).</summary>
    /// <param name="path">The PNG file.</param>
    /// <param name="seed">The seed of the draws.</param>
    public void WriteSamples(string path, int seed)
    {
        Random random = new(seed);
        float[] z = [.. Enumerable.Range(0, SampleCount * model.LatentDim).Select(_ => StandardNormal(random))];
        Write(path, $"Samples from the prior, seed {seed}", model.Decode(z), []);
    }

    private static void Write(string path, string title, float[] images, string[] labels)
    {
        PictureSheet sheet = new(new(1, MnistDigits.Edge, MnistDigits.Edge), Columns)
        {
            Title = title,
            LineLabels = labels,
        };
        OutputFile.Write(path, sheet.Draw(images).WritePng);
    }

    // Box and Muller (1958). 1 - u keeps the argument of the logarithm above 0.
    private static float StandardNormal(Random random)
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
        return (float)(radius * Math.Cos(2 * Math.PI * random.NextDouble()));
    }
}
