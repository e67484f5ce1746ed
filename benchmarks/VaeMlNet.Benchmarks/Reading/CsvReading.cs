using System.Globalization;
using System.Text;
using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>Reads a table of numbers from a CSV file.</summary>
internal sealed class CsvReading : IDisposable
{
    public const string Copy = "csv-copy";
    public const string Records = "csv-records";
    public const string Numbers = "csv-numbers";
    public const string Matrix = "csv";
    public const string View = "csv-table";
    public const int RowCount = 40_000;
    public const int Width = 50;

    private readonly string path = Path.GetTempFileName();
    private readonly FeatureMatrix ready;
    private readonly byte[] texts;
    private readonly int[] ends;

    public CsvReading()
    {
        (texts, ends) = WriteFile();
        ready = FeatureMatrix.Read(CsvFeatureFile.Open(path));
        Candidates =
        [
            New(Copy, "bytes of the file, copy of ready numbers", () => CopyBaseline.ReadAndCopy(path, ready.Values)),
            New(Records, "the library's reader alone: all records, without parsing numbers", ReadRecords) with
            {
                Work = Records,
            },
            New(Numbers, "float.TryParse alone: the text of each cell, from memory", ParseNumbers),
            New(Matrix, "FeatureMatrix.Read", () => Checksum.Compute(FeatureMatrix.Read(CsvFeatureFile.Open(path)))),
            New(View, "a column of Single for each cell, one cursor", ReadView) with
            {
                Work = View,
            },
        ];
    }

    /// <summary>Gets the mean number of bytes of a row in the file.</summary>
    public static int BytesPerRow { get; private set; }

    public IEnumerable<Candidate> Candidates { get; }

    public void Dispose() => File.Delete(path);

    private (byte[] Texts, int[] Ends) WriteFile()
    {
        Random random = new(1);
        StringBuilder csv = new(string.Join(',', Enumerable.Range(0, Width).Select(i => $"c{i}")) + "\n");
        StringBuilder cells = new();
        var cellEnds = new int[RowCount * Width];
        for (var i = 0; i < cellEnds.Length; i++)
        {
            var cell = (4 * random.NextDouble() - 2).ToString("F6", CultureInfo.InvariantCulture);
            csv.Append(cell).Append((i + 1) % Width == 0 ? '\n' : ',');
            cells.Append(cell);
            cellEnds[i] = cells.Length;
        }

        File.WriteAllText(path, csv.ToString());
        BytesPerRow = csv.Length / RowCount;
        return (System.Text.Encoding.ASCII.GetBytes(cells.ToString()), cellEnds);
    }

    private double ReadRecords()
    {
        double records = 0;
        foreach (var _ in CsvFile.Open(path).ReadRecords())
        {
            records++;
        }

        return records;
    }

    private double ParseNumbers()
    {
        var values = GC.AllocateUninitializedArray<float>(ends.Length);
        var start = 0;
        for (var i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> cell = texts.AsSpan(start..ends[i]);
            float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]);
            start = ends[i];
        }

        return Checksum.Compute(values);
    }

    private double ReadView()
    {
        var file = CsvFile.Open(path);
        CsvTableView view = new(file, [.. file.Header.Select(name => CsvColumn.Scalar(name, CsvColumnKind.Number))]);
        using var cursor = view.GetRowCursor(view.Schema);
        ValueGetter<float>[] getters = [.. view.Schema.Select(cursor.GetGetter<float>)];
        double sum = 0;
        float value = 0;
        while (cursor.MoveNext())
        {
            foreach (var getter in getters)
            {
                getter(ref value);
                sum += Math.Abs(value);
            }
        }

        return sum;
    }

    private static Candidate New(string name, string description, Func<double> pass) =>
        new(name, 1, description, RowCount, pass) { Work = "csv" };
}
