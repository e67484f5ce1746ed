using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Dependencies.Tests;

public class KeyMappingTests
{
    private readonly MLContext ml = new(seed: 1);

    private sealed class Row
    {
        public string Text { get; set; } = "";
        public float Number { get; set; }

        [VectorType(2)]
        public string[] Pair { get; set; } = ["", ""];
    }

    private IDataView Data() =>
        ml.Data.LoadFromEnumerable(
            new[]
            {
                new Row
                {
                    Text = "pear",
                    Number = 3,
                    Pair = ["x", "y"],
                },
                new Row
                {
                    Text = "apple",
                    Number = 1,
                    Pair = ["y", "y"],
                },
                new Row
                {
                    Text = "pear",
                    Number = float.NaN,
                    Pair = ["z", "x"],
                },
                new Row
                {
                    Text = "",
                    Number = 3,
                    Pair = ["x", ""],
                },
            }
        );

    private static IDataView Fit<T>(IEstimator<T> estimator, IDataView data)
        where T : class, ITransformer => estimator.Fit(data).Transform(data);

    private static string[] KeyValues(IDataView data, string column)
    {
        VBuffer<ReadOnlyMemory<char>> values = default;
        data.Schema[column].GetKeyValues(ref values);
        return [.. values.DenseValues().Select(value => value.ToString())];
    }

    [Test]
    public void MapValueToKey_ByOccurrence_NumbersInOrderOfAppearanceAndMissingIsZero()
    {
        var data = Fit(ml.Transforms.Conversion.MapValueToKey("Key", "Text"), Data());

        Assert.That(data.Schema["Key"].Type, Is.EqualTo(new KeyDataViewType(typeof(uint), 2)));
        Assert.That(data.GetColumn<uint>("Key"), Is.EqualTo(new[] { 1u, 2u, 1u, 0u }));
        Assert.That(KeyValues(data, "Key"), Is.EqualTo(new[] { "pear", "apple" }));
    }

    [Test]
    public void MapValueToKey_ByValue_NumbersInOrderOfValues()
    {
        var data = Fit(
            ml.Transforms.Conversion.MapValueToKey(
                "Key",
                "Text",
                keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue
            ),
            Data()
        );

        Assert.That(data.GetColumn<uint>("Key"), Is.EqualTo(new[] { 2u, 1u, 2u, 0u }));
        Assert.That(KeyValues(data, "Key"), Is.EqualTo(new[] { "apple", "pear" }));
    }

    [Test]
    public void MapValueToKey_UnseenValue_IsMissing()
    {
        var transformer = ml.Transforms.Conversion.MapValueToKey("Key", "Text").Fit(Data());

        var other = transformer.Transform(ml.Data.LoadFromEnumerable(new[] { new Row { Text = "plum" } }));

        Assert.That(other.GetColumn<uint>("Key"), Is.EqualTo(new[] { 0u }));
    }

    [Test]
    public void MapValueToKey_Numbers_HaveNumbersAsKeyValues()
    {
        var data = Fit(ml.Transforms.Conversion.MapValueToKey("Key", "Number"), Data());

        VBuffer<float> values = default;
        data.Schema["Key"].GetKeyValues(ref values);

        Assert.That(values.DenseValues(), Is.EqualTo(new[] { 3f, 1 }));
        Assert.That(data.GetColumn<uint>("Key"), Is.EqualTo(new[] { 1u, 2u, 0u, 1u }));
    }

    [Test]
    public void MapValueToKey_Vectors_ShareOneMap()
    {
        var data = Fit(ml.Transforms.Conversion.MapValueToKey("Key", "Pair"), Data());

        Assert.That(
            data.Schema["Key"].Type,
            Is.EqualTo(new VectorDataViewType(new KeyDataViewType(typeof(uint), 3), 2))
        );
        Assert.That(data.GetColumn<uint[]>("Key"), Is.EqualTo(new uint[][] { [1, 2], [2, 2], [3, 1], [1, 0] }));
    }

    [Test]
    public void MapValueToKey_MaximumNumberOfKeys_LeavesTheRestMissing()
    {
        var data = Fit(ml.Transforms.Conversion.MapValueToKey("Key", "Text", maximumNumberOfKeys: 1), Data());

        Assert.That(data.GetColumn<uint>("Key"), Is.EqualTo(new[] { 1u, 0u, 1u, 0u }));
    }

    [Test]
    public void MapKeyToValue_AfterMapValueToKey_GivesTheValuesBack()
    {
        var chain = ml
            .Transforms.Conversion.MapValueToKey("Key", "Text")
            .Append(ml.Transforms.Conversion.MapKeyToValue("Back", "Key"));

        var data = Fit(chain, Data());

        Assert.That(data.Schema["Back"].Type, Is.EqualTo(TextDataViewType.Instance));
        Assert.That(data.GetColumn<string>("Back"), Is.EqualTo(new[] { "pear", "apple", "pear", "" }));
    }

    [Test]
    public void MapKeyToValue_MissingNumber_IsNaN()
    {
        var chain = ml
            .Transforms.Conversion.MapValueToKey("Key", "Number")
            .Append(ml.Transforms.Conversion.MapKeyToValue("Back", "Key"));

        Assert.That(Fit(chain, Data()).GetColumn<float>("Back"), Is.EqualTo(new[] { 3f, 1, float.NaN, 3 }));
    }

    [Test]
    public void MapKeyToValue_ColumnWithoutKeyValues_Throws() =>
        Assert.That(
            () => Fit(ml.Transforms.Conversion.MapKeyToValue("Back", "Number"), Data()),
            Throws.InstanceOf<Exception>()
        );

    [Test]
    public void MapValueToKey_MissingColumn_Throws() =>
        Assert.That(
            () => ml.Transforms.Conversion.MapValueToKey("Key", "Nope").Fit(Data()),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.StartsWith("Could not find input column 'Nope'")
        );

    private sealed class Code
    {
        public float Key { get; set; }
        public string Name { get; set; } = "";
    }

    /// <summary>
    /// Returns codes and the keys of their names, in this order: MapValue reads them from the first and second column.
    /// </summary>
    private IDataView Lookup()
    {
        Code[] codes =
        [
            new() { Key = 1, Name = "red" },
            new() { Key = 2, Name = "green" },
            new() { Key = 4, Name = "red" },
        ];
        var named = Fit(ml.Transforms.Conversion.MapValueToKey("Value", "Name"), ml.Data.LoadFromEnumerable(codes));
        return Fit(ml.Transforms.SelectColumns("Key", "Value"), named);
    }

    [Test]
    public void MapValue_LookupOfKeys_GivesThemWithTheirTypeAndKeyValues()
    {
        var lookup = Lookup();
        var estimator = ml.Transforms.Conversion.MapValue(
            "Color",
            lookup,
            lookup.Schema["Key"],
            lookup.Schema["Value"],
            "Number"
        );

        var mapped = Fit(estimator, Data());

        Assert.That(mapped.Schema["Color"].Type, Is.EqualTo(new KeyDataViewType(typeof(uint), 2)));
        Assert.That(KeyValues(mapped, "Color"), Is.EqualTo(new[] { "red", "green" }));
        Assert.That(
            mapped.GetColumn<uint>("Color"),
            Is.EqualTo(new uint[] { 0, 1, 0, 0 }),
            "numbers 3, 1, NaN, 3: those that are not in the lookup are missing"
        );
    }

    [Test]
    public void MapValue_SavedAndLoaded_GivesTheSameKeysAndKeyValues()
    {
        var lookup = Lookup();
        var data = Data();
        var transformer = ml
            .Transforms.Conversion.MapValue("Color", lookup, lookup.Schema["Key"], lookup.Schema["Value"], "Number")
            .Fit(data);
        using var zip = new MemoryStream();
        ml.Model.Save(transformer, data.Schema, zip);
        zip.Position = 0;

        var mapped = new MLContext(1).Model.Load(zip, out _).Transform(data);

        Assert.That(mapped.Schema["Color"].Type, Is.EqualTo(new KeyDataViewType(typeof(uint), 2)));
        Assert.That(KeyValues(mapped, "Color"), Is.EqualTo(new[] { "red", "green" }));
        Assert.That(mapped.GetColumn<uint>("Color"), Is.EqualTo(new uint[] { 0, 1, 0, 0 }));
    }
}
