using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>Writes the first of MNIST's test images as a CSV file.</summary>
internal static class SmallCsv
{
    public const int RowCount = 100;

    public static void Write(string mnist, string path)
    {
        var images = FeatureMatrix.Read(IdxImageFile.Open(Path.Combine(mnist, MnistFiles.TestImages))).Take(RowCount);
        var rows = Enumerable.Range(0, RowCount).Select(row => Join(images.Row(row).ToArray()));
        File.WriteAllLines(path, [string.Join(',', Enumerable.Range(0, images.Width).Select(i => $"p{i}")), .. rows]);
    }

    private static string Join(float[] values) =>
        string.Join(',', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
}
