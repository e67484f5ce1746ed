using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

/// <summary>Columns of each type as inputs of ApplyOnnxModel. Keys count from 1 there; 0 is missing.</summary>
public class OnnxInputTypeTests
{
    private readonly MLContext ml = new(seed: 1);
    private string file = "";

    private sealed class Typed
    {
        public bool Flag { get; set; }

        [VectorType(2)]
        public bool[] Flags { get; set; } = [];

        public string Text { get; set; } = "";

        [VectorType(2)]
        public string[] Texts { get; set; } = [];

        public sbyte SByte { get; set; }

        public ushort UInt16 { get; set; }

        public long Int64 { get; set; }

        public double Double { get; set; }

        [KeyType(3)]
        public byte ByteKey { get; set; }

        [KeyType(3)]
        public uint UInt32Key { get; set; }

        [KeyType(3)]
        public ulong UInt64Key { get; set; }

        [KeyType(3)]
        [VectorType(2)]
        public ushort[] UInt16Keys { get; set; } = [];

        [KeyType(3)]
        [VectorType(2)]
        public uint[] UInt32Keys { get; set; } = [];
    }

    [SetUp]
    public void ChooseFile() =>
        file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.onnx");

    [TearDown]
    public void DeleteFile() => File.Delete(file);

    private static IEnumerable<TestCaseData> Columns()
    {
        yield return Column<bool>("Flag", 9, i => [i == 1]);
        yield return Column<bool>("Flags", 9, i => [i == 0, true]);
        yield return Column<string>("Text", 8, i => [Text(i)]);
        yield return Column<string>("Texts", 8, i => ["", Text(i)]);
        yield return Column<sbyte>("SByte", 3, i => [(sbyte)-i]);
        yield return Column<ushort>("UInt16", 4, i => [(ushort)(65535 - i)]);
        yield return Column<long>("Int64", 7, i => [long.MinValue + i]);
        yield return Column<double>("Double", 11, i => [i / 3.0]);
        yield return Column<byte>("ByteKey", 2, i => [(byte)(i < 3 ? i + 1 : 0)]);
        yield return Column<uint>("UInt32Key", 12, i => [(uint)(i < 3 ? i + 1 : 0)]);
        yield return Column<ulong>("UInt64Key", 13, i => [(ulong)(i < 3 ? i + 1 : 0)]);
        yield return Column<ushort>("UInt16Keys", 4, i => [(ushort)i, 0]);
        yield return Column<uint>("UInt32Keys", 12, i => [(uint)i, 0]);
    }

    [TestCaseSource(nameof(Columns))]
    public void Transform_ColumnOfAType_GivesItsValues(string column, int elementType, Array[] expected)
    {
        File.WriteAllBytes(file, TinyOnnx.Identity(elementType, expected[0].Length));
        var data = ml.Transforms.CopyColumns("input", column).Fit(Data()).Transform(Data());
        using var model = ml.Transforms.ApplyOnnxModel(file).Fit(data);

        var loaded = SavedZip.SaveAndLoad(model, data.Schema).Transform(data);

        Assert.That(Echoes(model.Transform(data)), Is.EqualTo(expected));
        Assert.That(Echoes(loaded), Is.EqualTo(expected), "saved and loaded");
        Assert.That(((VectorDataViewType)loaded.Schema["echo"].Type).ItemType, Is.Not.InstanceOf<KeyDataViewType>());
    }

    [Test]
    public void Fit_KeyOfAnotherWidth_NamesBothTypes()
    {
        File.WriteAllBytes(file, TinyOnnx.Identity(elementType: 12, width: 1));
        var data = ml.Transforms.CopyColumns("input", "ByteKey").Fit(Data()).Transform(Data());

        Assert.That(
            () => ml.Transforms.ApplyOnnxModel(file).Fit(data),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("'input': expected UInt32, got Key<Byte, 0-2>")
        );
    }

    private IDataView Data() =>
        ml.Data.LoadFromEnumerable(
            Enumerable
                .Range(0, 4)
                .Select(i => new Typed
                {
                    Flag = i == 1,
                    Flags = [i == 0, true],
                    Text = Text(i),
                    Texts = ["", Text(i)],
                    SByte = (sbyte)-i,
                    UInt16 = (ushort)(65535 - i),
                    Int64 = long.MinValue + i,
                    Double = i / 3.0,
                    ByteKey = (byte)i,
                    UInt32Key = (uint)i,
                    UInt64Key = (ulong)i,
                    UInt16Keys = [(ushort)i, 0],
                    UInt32Keys = [(uint)i, 0],
                })
        );

    private static string Text(int i) => i == 2 ? "Zürich 東京" : $"text {i}";

    private static TestCaseData Column<T>(string name, int elementType, Func<int, T[]> values) =>
        new TestCaseData(
            name,
            elementType,
            Enumerable.Range(0, 4).Select(i => (Array)values(i)).ToArray()
        ).SetArgDisplayNames(name);

    private static Array[] Echoes(IDataView data)
    {
        var item = ((VectorDataViewType)data.Schema["echo"].Type).ItemType.RawType;
        return item == typeof(ReadOnlyMemory<char>) ? [.. data.GetColumn<string[]>("echo")]
            : item == typeof(bool) ? [.. data.GetColumn<bool[]>("echo")]
            : item == typeof(sbyte) ? [.. data.GetColumn<sbyte[]>("echo")]
            : item == typeof(byte) ? [.. data.GetColumn<byte[]>("echo")]
            : item == typeof(ushort) ? [.. data.GetColumn<ushort[]>("echo")]
            : item == typeof(uint) ? [.. data.GetColumn<uint[]>("echo")]
            : item == typeof(long) ? [.. data.GetColumn<long[]>("echo")]
            : item == typeof(ulong) ? [.. data.GetColumn<ulong[]>("echo")]
            : [.. data.GetColumn<double[]>("echo")];
    }
}
