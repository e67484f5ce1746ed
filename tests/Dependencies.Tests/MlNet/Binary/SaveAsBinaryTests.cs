using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class SaveAsBinaryTests
{
    private const int RowsInBlock = 8192;

    private readonly MLContext ml = new(seed: 1);

    private sealed class Row
    {
        public float Amount { get; set; }

        public float Weight { get; set; }

        public bool Flag { get; set; }

        public string Name { get; set; } = "";

        [VectorType(3)]
        public float[] Values { get; set; } = [];

        [KeyType(5)]
        public uint Key { get; set; }

        public long Id { get; set; }
    }

    private static readonly string[] Names = ["bird", "", "Zürich 東京 😀", "the red bird", "unseen"];

    private static Row[] Rows(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new Row
                {
                    Amount = i % 4 == 1 ? float.NaN : i / 3f,
                    Weight = -i,
                    Flag = i % 3 == 0,
                    Name = Names[i % Names.Length],
                    Values = i % 5 == 2 ? [0, 0, 0] : [i, float.NaN, float.NegativeInfinity],
                    Key = (uint)(i % 6),
                    Id = i - 5L,
                }),
        ];

    private IDataView View(int count) => ml.Data.LoadFromEnumerable(Rows(count));

    /// <summary>Keys with texts (one of them unseen, so missing), sparse vectors, words, and named slots.</summary>
    private IDataView Pipeline(int count)
    {
        var pipeline = ml
            .Transforms.Conversion.MapValueToKey("NameKey", "Name")
            .Append(ml.Transforms.Conversion.MapKeyToVector("NameVector", "NameKey"))
            .Append(ml.Transforms.Text.TokenizeIntoWords("Words", "Name"))
            .Append(ml.Transforms.Concatenate("Pair", "Amount", "Weight"));
        var seen = ml.Data.LoadFromEnumerable(Rows(count).Where(row => row.Name != "unseen"));
        return pipeline.Fit(seen).Transform(View(count));
    }

    [Test]
    public void Load_SavedScalarsAndVectors_HasTheirValues()
    {
        var expected = Rows(23);

        var loaded = MemorySource.SaveAndLoad(ml, View(23));

        Assert.That(loaded.GetRowCount(), Is.EqualTo(23));
        Assert.That(loaded.GetColumn<float>("Amount"), Is.EqualTo(expected.Select(row => row.Amount)));
        Assert.That(loaded.GetColumn<bool>("Flag"), Is.EqualTo(expected.Select(row => row.Flag)));
        Assert.That(loaded.GetColumn<string>("Name"), Is.EqualTo(expected.Select(row => row.Name)));
        Assert.That(loaded.GetColumn<float[]>("Values"), Is.EqualTo(expected.Select(row => row.Values)));
        Assert.That(loaded.GetColumn<uint>("Key"), Is.EqualTo(expected.Select(RawKey)));
        Assert.That(loaded.GetColumn<long>("Id"), Is.EqualTo(expected.Select(row => row.Id)));
    }

    [Test]
    public void Load_SavedView_HasSameSchema()
    {
        var data = Pipeline(23);

        var loaded = MemorySource.SaveAndLoad(ml, data);

        Assert.That(
            loaded.Schema.Select(column => (column.Name, column.Type)),
            Is.EqualTo(data.Schema.Where(column => !column.IsHidden).Select(column => (column.Name, column.Type)))
        );
        Assert.That(SlotNames(loaded, "Pair"), Is.EqualTo(new[] { "Amount", "Weight" }));
        Assert.That(KeyValues(loaded), Is.EqualTo(KeyValues(data)).And.SupersetOf(new[] { "bird", "Zürich 東京 😀" }));
        Assert.That(SlotNames(loaded, "NameVector"), Is.EqualTo(SlotNames(data, "NameVector")));
        Assert.That(loaded.Schema["Amount"].Annotations.Schema, Is.Empty);
    }

    [Test]
    public void Load_SavedKeysAndVectors_HasMissingKeysAndSparseVectors()
    {
        var data = Pipeline(23);

        var loaded = MemorySource.SaveAndLoad(ml, data);

        Assert.That(loaded.GetColumn<uint>("NameKey"), Is.EqualTo(data.GetColumn<uint>("NameKey")));
        Assert.That(loaded.GetColumn<uint>("NameKey").ElementAt(4), Is.Zero);
        Assert.That(Vectors<float>(loaded, "NameVector"), Is.EqualTo(Vectors<float>(data, "NameVector")));
        Assert.That(Vectors<float>(loaded, "NameVector")[0], Does.StartWith("sparse"));
        Assert.That(Vectors<float>(loaded, "Pair"), Is.EqualTo(Vectors<float>(data, "Pair")));
        Assert.That(
            Vectors<ReadOnlyMemory<char>>(loaded, "Words"),
            Is.EqualTo(Vectors<ReadOnlyMemory<char>>(data, "Words"))
        );
        Assert.That(Vectors<ReadOnlyMemory<char>>(loaded, "Words")[3], Is.EqualTo("dense 3: the red bird"));
    }

    [TestCase(RowsInBlock)]
    [TestCase(2 * RowsInBlock + 1)]
    public void Load_SeveralBlocks_HasAllRowsInOrder(int count)
    {
        var loaded = MemorySource.SaveAndLoad(ml, View(count));

        Assert.That(loaded.GetRowCount(), Is.EqualTo(count));
        Assert.That(loaded.GetColumn<long>("Id"), Is.EqualTo(Enumerable.Range(0, count).Select(i => i - 5L)));
        Assert.That(loaded.GetColumn<string>("Name"), Is.EqualTo(Enumerable.Range(0, count).Select(i => Names[i % 5])));
        Assert.That(
            loaded.GetColumn<bool>("Flag").Select((flag, i) => flag == (i % 3 == 0)),
            Is.All.True.And.Exactly(count).Items
        );
    }

    [Test]
    public void Load_Shuffled_HasEveryRowOnce()
    {
        const int Count = 5 * RowsInBlock + 7;
        var loaded = MemorySource.SaveAndLoad(ml, View(Count));

        long[] ids = [.. ml.Data.ShuffleRows(loaded, seed: 3).GetColumn<long>("Id")];

        Assert.That(loaded.CanShuffle, Is.True);
        Assert.That(ids, Is.Not.Ordered);
        Assert.That(ids.Order(), Is.EqualTo(Enumerable.Range(0, Count).Select(i => i - 5L)));
    }

    [Test]
    public void Load_NoRows_HasSchemaAndNoRows()
    {
        var loaded = MemorySource.SaveAndLoad(ml, View(0));

        Assert.That(loaded.GetRowCount(), Is.Zero);
        Assert.That(loaded.Schema["Values"].Type, Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single, 3)));
        Assert.That(loaded.Schema["Key"].Type, Is.EqualTo(new KeyDataViewType(typeof(uint), 5)));
        Assert.That(loaded.GetColumn<float>("Amount"), Is.Empty);
    }

    [Test]
    public void Load_SavedFile_ReadsItFromItsPath()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.idv");
        File.WriteAllBytes(file, MemorySource.Save(ml, View(7)));
        try
        {
            var loaded = ml.Data.LoadFromBinary(file);

            Assert.That(loaded.GetColumn<long>("Id"), Is.EqualTo(Enumerable.Range(0, 7).Select(i => i - 5L)));
            (loaded as IDisposable)?.Dispose();
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public void Save_StreamNotAtItsHead_Throws()
    {
        using var stream = new MemoryStream();
        stream.WriteByte(1);

        Assert.That(() => ml.Data.SaveAsBinary(View(1), stream), Throws.InstanceOf<ArgumentException>());
    }

    /// <summary>Keys in a view begin with 1; 0 is missing, as of the value 5, which is beyond the type's five keys.</summary>
    private static uint RawKey(Row row) => row.Key < 5 ? row.Key + 1 : 0;

    private static string[] KeyValues(IDataView data)
    {
        VBuffer<ReadOnlyMemory<char>> values = default;
        data.Schema["NameKey"].GetKeyValues(ref values);
        return [.. values.DenseValues().Select(value => value.ToString())];
    }

    private static string[] SlotNames(IDataView data, string column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        data.Schema[column].GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    /// <summary>Returns, for each row, whether its vector is dense, its length and its values.</summary>
    private static string[] Vectors<T>(IDataView data, string column)
    {
        var vectors = new List<string>();
        using var cursor = data.GetRowCursor([data.Schema[column]]);
        while (cursor.MoveNext())
        {
            var vector = Samples.ValueOf<VBuffer<T>>(cursor, column);
            var kind = vector.IsDense ? "dense" : "sparse";
            vectors.Add($"{kind} {vector.Length}: {string.Join(' ', vector.DenseValues())}");
        }

        return [.. vectors];
    }
}
