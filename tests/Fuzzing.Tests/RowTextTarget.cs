using System.IO.Compression;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Fuzzing.Tests;

/// <summary>Files of rows in other formats than CSV with a header.</summary>
/// <param name="folder">A folder for the files.</param>
/// <param name="originals">The undamaged files.</param>
internal sealed class RowTextTarget(string folder, (string Name, byte[] Bytes)[] originals) : CommandLineTarget
{
    private readonly string path = Path.Combine(folder, "rows");
    private int used;

    /// <summary>Gets Parquet files, JSON lines, and both CSV and JSON lines in gzip files and zip archives.</summary>
    public static (string Name, byte[] Bytes)[] Files()
    {
        var numbers = Enumerable.Range(0, 200).ToArray();
        var csv = "a,b,c\n" + string.Concat(numbers.Select(i => $"{i * 0.5},\"x {i % 7}\",{i % 2 == 0}\n"));
        var json = string.Concat(
            numbers.Select(i => $"{{\"a\":{i * 0.5},\"b\":\"x {i % 7}\",\"c\":{(i % 3 == 0 ? "null" : "true")}}}\n")
        );
        return
        [
            (
                "a Parquet file",
                ParquetBytes.Build(
                    [
                        ("a", numbers.Select(i => (double?)i).ToArray()),
                        ("b", numbers.Select(i => i % 5 == 0 ? null : $"x {i % 7}").ToArray()),
                        ("c", numbers.Select(i => (bool?)(i % 2 == 0)).ToArray()),
                    ],
                    groupRows: 80
                )
            ),
            ("JSON lines", Encoding.UTF8.GetBytes(json)),
            (
                "a gzip file of CSV",
                Packed(csv, stream => new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
            ),
            (
                "a gzip file of JSON lines",
                Packed(json, stream => new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
            ),
            ("a zip archive of CSV", Zipped(csv)),
        ];
    }

    /// <summary>Gets files of messages, counters, logs and data loggers.</summary>
    public static (string Name, byte[] Bytes)[] Telemetry()
    {
        var numbers = Enumerable.Range(0, 200).ToArray();
        var nested = string.Concat(
            numbers.Select(i => $"{{\"a\":{i},\"t\":{{\"b\":{{\"c\":{i * 0.5}}},\"d\":[{i}]}},\"e\":\"x\"}}\n")
        );
        var counters =
            "Timestamp,Provider,Counter Name,Counter Type,Mean/Increment\n"
            + string.Concat(
                numbers.Select(i => $"06/24/2026 16:13:{i / 4 % 60:00},Provider {i % 2},counter {i % 4},Metric,{i}\n")
            );
        var log =
            "#Software: Server\n#Fields: date time uri time-taken\n"
            + string.Concat(numbers.Select(i => $"2026-03-27 10:15:{i % 60:00} /{i % 3} {i}\n"));
        var logger =
            "\"TOA5\",\"Well\",\"CR1000X\",\"7\",\"8\",\"CPU:x\",\"5\",\"Levels\"\n\"TIMESTAMP\",\"RECORD\",\"Level\"\n\"TS\",\"RN\",\"cm\"\n\"\",\"\",\"Smp\"\n"
            + string.Concat(numbers.Select(i => $"\"2026-03-27 10:15:{i % 60:00}\",{i},{i * 0.5}\n"));
        return
        [
            ("nested JSON lines", Encoding.UTF8.GetBytes(nested)),
            ("a file of counters", Encoding.UTF8.GetBytes(counters)),
            ("a log", Encoding.UTF8.GetBytes(log)),
            ("a file of a data logger", Encoding.UTF8.GetBytes(logger)),
        ];
    }

    /// <summary>Gets files as ML.NET, databases and programs for measurements write them.</summary>
    public static (string Name, byte[] Bytes)[] Tools()
    {
        var numbers = Enumerable.Range(0, 200).ToArray();
        MLContext ml = new(1);
        var rows = ml.Data.LoadFromEnumerable(
            numbers.Select(i => new SavedRow
            {
                Label = i % 2 == 0,
                City = $"c {i % 7}",
                Features = [i * 0.5f, i % 3, 0, 0],
            })
        );
        using MemoryStream text = new();
        ml.Data.SaveAsText(rows, text);
        var arff =
            "% title\n@relation x\n@attribute a numeric\n@attribute 'b c' {x,y}\n@data\n"
            + string.Concat(numbers.Select(i => $"{i},{(i % 2 == 0 ? 'x' : '?')}\n"));
        var result = "a,b\n-,-\n" + string.Concat(numbers.Select(i => $"{i}, x{i % 7}\n")) + "\n(200 rows affected)\n";
        var instrument =
            "Model,M\nUnits,s,\n***End_of_Header***\n\nX,Y,Comment\n"
            + string.Concat(numbers.Select(i => $"{i}.5,{i * 3 % 11} ms\n"));
        var annotated =
            "#group,false,true\n#default,,\n,t,took\n"
            + string.Concat(numbers.Select(i => $",\"3/{1 + i % 28}/2026, 8:00:00.5 AM\",{i % 9}.0{i % 9}:00:01\n"));
        return
        [
            ("a text of ML.NET", text.ToArray()),
            ("an ARFF file", Encoding.UTF8.GetBytes(arff)),
            ("a result of a database", Encoding.UTF8.GetBytes(result)),
            ("a file of an instrument", Encoding.UTF8.GetBytes(instrument)),
            ("an annotated file", Encoding.UTF8.GetBytes(annotated)),
            ("measurements", Encoding.UTF8.GetBytes(result.Replace(',', ' ').Replace("a b\n- -", "# a b"))),
        ];
    }

    public override string Damage(int seed)
    {
        Random random = new(seed);
        used = random.Next(originals.Length);
        var (name, bytes) = originals[used];
        // Most damage of packed bytes is found by their checksum, so that other files are damaged more often.
        File.WriteAllBytes(
            path,
            random.Next(8) == 0 ? bytes[..random.Next(bytes.Length)] : ByteMutation.Mutate(bytes, random)
        );
        return $"bytes of {name}";
    }

    public override void UseOriginal()
    {
        foreach (var (_, bytes) in originals)
        {
            File.WriteAllBytes(path, bytes);
            UseDamaged();
        }
    }

    public override void UseDamaged()
    {
        Documented(() => _ = CsvFile.Open(path).ReadRecords().Count());
        Run("info", path);
    }

    private static byte[] Packed(string text, Func<Stream, Stream> pack)
    {
        using MemoryStream bytes = new();
        using (var packed = pack(bytes))
        {
            packed.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }

    private static byte[] Zipped(string text)
    {
        using MemoryStream bytes = new();
        using (ZipArchive archive = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("rows.csv").Open();
            entry.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }

    private sealed class SavedRow
    {
        public bool Label { get; set; }

        public string City { get; set; } = "";

        [VectorType(4)]
        public float[] Features { get; set; } = [];
    }
}
