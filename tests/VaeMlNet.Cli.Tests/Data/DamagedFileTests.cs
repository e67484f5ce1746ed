using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Microsoft.ML;
using VaeMlNet.Cli.Data;
using VaeMlNet.Cli.Tables;
using VaeMlNet.Cli.Tests.Support;

namespace VaeMlNet.Cli.Tests.Data;

/// <summary>500 damaged files of each kind: they end in rows or in a CommandException, soon and in little memory.</summary>
internal sealed class DamagedFileTests
{
    private const int Seeds = 500;
    private const long LargestMemory = 256L << 20;

    private static readonly string[] Cells =
    [
        "",
        " ",
        "\"",
        "\"\"\"",
        "\"1\n2\"",
        "NaN",
        "-Infinity",
        "1e999",
        "1e-999",
        "0x10",
        "1,5",
        ";",
        "\t|",
        "\r",
        "\0",
        "\ufeff",
        "\ud83d\ude00",
        new string('9', 5000),
        new string(',', 5000),
        new string('\n', 500),
    ];

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Read_DamagedImages_EndInRowsOrCommandException()
    {
        byte[] original = IdxBytes.Build(
            IdxBytes.UnsignedByte,
            [9, 4, 5],
            [.. Enumerable.Range(0, 180).Select(i => (byte)i)]
        );

        Fuzz(random => Damage(original, random), path => FeatureMatrix.Read(FeatureFile.Open(path)));
    }

    [Test]
    public void Read_DamagedLabels_EndInLabelsOrCommandException()
    {
        byte[] original = IdxBytes.Build(
            IdxBytes.UnsignedByte,
            [20],
            [.. Enumerable.Range(0, 20).Select(i => (byte)i)]
        );

        Fuzz(random => Damage(original, random), path => IdxLabels.Read(path));
    }

    [Test]
    public void Read_DamagedTables_EndInRowsOrCommandException()
    {
        string original = "a,b,c\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i * 0.5},{-i}e-1\n"));

        Fuzz(random => DamageTable(original, random), path => FeatureMatrix.Read(FeatureFile.Open(path)));
    }

    [Test]
    public void Read_DamagedRawTables_EndInRowsOrCommandException()
    {
        string original =
            "a,b,c\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i % 2 == 0},c{i % 3}\n"));

        Fuzz(random => DamageTable(original, random), path => ReadRawTable(CsvFile.Open(path)));
    }

    [TestCase(0, 16384, 16384)]
    [TestCase(0, int.MaxValue, int.MaxValue)]
    public void Open_ImagesOfManyPixelsAndNoRows_IsDamaged(int rows, int height, int width)
    {
        string path = folder.Write("x", IdxBytes.Build(IdxBytes.UnsignedByte, [rows, height, width], []));

        Assert.That(() => FeatureFile.Open(path), Throws.TypeOf<CommandException>().With.Message.Contains("damaged"));
    }

    [Test]
    public void Read_WideHeaderAndNoRows_TakesLittleMemory()
    {
        string path = folder.Write("x.csv", string.Join(",", Enumerable.Range(0, 200_000).Select(i => $"c{i}")) + "\n");
        long before = GC.GetTotalAllocatedBytes();

        Assert.That(
            () => FeatureMatrix.Read(FeatureFile.Open(path)),
            Throws.TypeOf<CommandException>().With.Message.Contains("no rows")
        );

        Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(LargestMemory));
    }

    private static void ReadRawTable(CsvFile file)
    {
        CsvTableView view = new(file, TableInference.Infer(file, ColumnChoice.All, TableSchema.None).Columns);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        while (cursor.MoveNext()) { }
    }

    private void Fuzz(Func<Random, byte[]> damage, Action<string> read)
    {
        int refused = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            string path = folder.Write("damaged", damage(new Random(seed)));
            long before = GC.GetAllocatedBytesForCurrentThread();
            var time = Stopwatch.StartNew();
            try
            {
                read(path);
            }
            catch (CommandException e)
            {
                Assert.That(e.Message, Does.Contain("damaged"), $"seed {seed}: the file is named");
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}");
            }
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.That(allocated, Is.LessThan(LargestMemory), $"seed {seed}");
            Assert.That(time.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)), $"seed {seed}");
        }
        Assert.That(refused, Is.InRange(Seeds / 4, Seeds), "the damage has to be found");
    }

    private static byte[] Damage(byte[] original, Random random)
    {
        byte[] bytes = [.. original];
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            switch (random.Next(4))
            {
                case 0:
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[random.Next(Math.Min(16, bytes.Length))] = (byte)random.Next(256);
                    break;
                case 2 when bytes.Length >= 16:
                    int[] sizes = [0, -1, 1, int.MaxValue, int.MinValue, 65_536, 1 << 24];
                    BinaryPrimitives.WriteInt32BigEndian(
                        bytes.AsSpan(4 * random.Next(1, 4)),
                        sizes[random.Next(sizes.Length)]
                    );
                    break;
                case 3 when bytes.Length > 1:
                    bytes = bytes[..random.Next(1, bytes.Length)];
                    break;
            }
        }
        return bytes;
    }

    private static byte[] DamageTable(string original, Random random)
    {
        string text = original;
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            int at = random.Next(text.Length);
            int end = Math.Min(text.Length, at + random.Next(3));
            text = text[..at] + Cells[random.Next(Cells.Length)] + text[end..];
        }
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return random.Next(3) == 0 ? Damage(bytes, random) : bytes;
    }
}
