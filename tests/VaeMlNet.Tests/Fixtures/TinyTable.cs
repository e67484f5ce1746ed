using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet.Tests;

/// <summary>
/// The committed tiny table model: numbers, a vector of two numbers, a Boolean, a key with values and one without; S = 6 raw
/// slots, R = 9 decoded ones, L = 2.
/// </summary>
internal static class TinyTable
{
    public const int SlotCount = 6;
    public const int DecodedCount = 9;
    public const int LatentDim = 2;

    private static readonly MLContext Ml = new(seed: 1);

    public static string Folder { get; } = Path.Combine(TestContext.CurrentContext.TestDirectory, "Fixtures", "table");

    public static string[] Names { get; } = ["Age", "Vitals", "Smoker", "Job", "Region"];

    /// <summary>Gets the names of the raw slots.</summary>
    public static string[] SlotNames { get; } = ["Age", "Vitals.Pressure", "Vitals.Oxygen", "Smoker", "Job", "Region"];

    /// <summary>
    /// Returns seeded rows. About a quarter of the cells of columns that allow it are missing, or have unknown categories.
    /// </summary>
    public static TableRow[] Rows(int count, int seed = 1)
    {
        var random = new Random(seed);
        float Missing(float value) => random.Next(4) == 0 ? float.NaN : value;
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => new TableRow
                {
                    Age = Missing(18 + (random.NextSingle() * 60)),
                    Vitals = [Missing(90 + (random.NextSingle() * 60)), Missing(random.NextSingle())],
                    Smoker = random.Next(2) == 0,
                    Job = (uint)random.Next(5),
                    Region = (uint)random.Next(3),
                }),
        ];
    }

    /// <summary>Copies the model folder, with another manifest.</summary>
    public static string Copy(string folder, VaeManifest manifest)
    {
        ModelFolderWriter.Write(
            folder,
            copy =>
            {
                foreach (var file in ChecksumFile.RelativeFiles(Folder).Where(f => f != ChecksumFile.Name))
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copy, file))!);
                    File.Copy(Path.Combine(Folder, file), Path.Combine(copy, file));
                }

                File.WriteAllBytes(
                    Path.Combine(copy, ModelFolderFiles.Manifest),
                    ManifestJson.ToBytes(manifest, folder)
                );
            }
        );
        return folder;
    }

    public static IDataView View(IEnumerable<TableRow> rows) => Ml.Data.LoadFromEnumerable(rows);

    /// <summary>Returns the rows for which the fixture's outputs were recorded. Some of their cells are missing.</summary>
    public static TableRow[] RecordedRows()
    {
        var age = Recorded<float>("encoder_input_0", TensorElementType.Float);
        var vitals = Recorded<float>("encoder_input_1", TensorElementType.Float);
        var smoker = Recorded<bool>("encoder_input_2", TensorElementType.Bool);
        var job = Recorded<uint>("encoder_input_3", TensorElementType.UInt32);
        var region = Recorded<uint>("encoder_input_4", TensorElementType.UInt32);
        return
        [
            .. Enumerable
                .Range(0, age.Length)
                .Select(i => new TableRow
                {
                    Age = age[i],
                    Vitals = [vitals[2 * i], vitals[(2 * i) + 1]],
                    Smoker = smoker[i],
                    Job = unchecked(job[i] - 1),
                    Region = unchecked(region[i] - 1),
                }),
        ];
    }

    /// <summary>Reads the values that numpy computed for the recorded rows.</summary>
    public static float[] Recorded(string file) => Recorded<float>(file, TensorElementType.Float);

    /// <summary>Returns the recorded values of a tensor of keys, which count from 1.</summary>
    public static uint[] RecordedKeys(string file) => Recorded<uint>(file, TensorElementType.UInt32);

    private static T[] Recorded<T>(string file, TensorElementType type)
        where T : struct
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, "test_data_set_0", file + ".pb"));
        return MemoryMarshal.Cast<byte, T>(OnnxTensorReader.Read(bytes, type).Values).ToArray();
    }
}
