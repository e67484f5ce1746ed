namespace VaeMlNet.Tests;

/// <summary>The rules for the manifest of a table model.</summary>
public sealed class VaeManifestTableTests
{
    [Test]
    public void WriteAndRead_ATable_GivesItAgain()
    {
        using var temporary = new TemporaryFolder();
        var original = File.ReadAllText(Path.Combine(TinyTable.Folder, "manifest.json"));
        var manifest = ManifestJson.Read(temporary.Write("manifest.json", original));

        File.WriteAllBytes(temporary["again.json"], ManifestJson.ToBytes(manifest, "again"));
        var again = ManifestJson.Read(temporary["again.json"]);

        Assert.That(manifest.Inputs, Is.EqualTo(VaeManifest.ColumnInputs));
        Assert.That(again.Inputs, Is.EqualTo(manifest.Inputs));

        var vitals = again.Columns[1];

        Assert.That((vitals.GraphName, vitals.Width, vitals.MissingShare), Is.EqualTo(("vitals", 2, 0.1875)));
        Assert.That(vitals.Means, Is.EqualTo(new[] { 120f, 0.5f }));
        Assert.That(vitals.Scales, Is.EqualTo(new[] { 15f, 0.125f }));
        Assert.That(vitals.SlotNames, Is.EqualTo(new[] { "Pressure", "Oxygen" }));

        var job = again.Columns[3];

        Assert.That((job.Type, job.KeyCount, job.KeyValueType), Is.EqualTo((VaeColumn.KeyType, 3, "text")));
        Assert.That(job.KeyValues, Is.EqualTo(new[] { "clerk", "nurse", "smith" }));
        Assert.That(
            (again.Columns[4].KeyValues, again.Columns[0].GraphName),
            Is.EqualTo(((object?)null, (object?)null))
        );
    }

    [Test]
    public void Read_ManifestWithoutInputs_TakesFeatures() =>
        Assert.That(VaeManifestTests.Some().Inputs, Is.EqualTo(VaeManifest.FeatureInput));

    [TestCase("\"inputs\": \"columns\"", "\"inputs\": \"rows\"", "inputs is 'rows'", "'columns'")]
    [TestCase("\"inputs\": \"columns\"", "\"inputs\": null", "no valid manifest")]
    [TestCase("\"type\": \"boolean\"", "\"type\": \"text\"", "'Smoker' has type 'text'", "'boolean'", "'key'")]
    [TestCase(
        "\"likelihood\": \"gaussian\",",
        "\"likelihood\": \"bernoulli\",",
        "'Age' of type 'single'",
        "'bernoulli'"
    )]
    [TestCase("\"likelihood\": \"bernoulli\"", "\"likelihood\": \"gaussian\"", "'Smoker'", "expected 'bernoulli'")]
    [TestCase("\"likelihood\": \"categorical\"", "\"likelihood\": \"gaussian\"", "'Job'", "expected 'categorical'")]
    [TestCase("40.0", "40.0, 41.0", "'Age' has 2 means, expected 1")]
    [TestCase("40.0", "1e300", "'Age' has means that are not finite")]
    [TestCase("12.0", "0.0", "'Age' has scales", "above 0")]
    [TestCase("\"scales\"", "\"other\"", "'Age' has missing scales, expected 1")]
    [TestCase("\"Pressure\",", "", "'Vitals' has 1 slot_names, expected 2")]
    [TestCase("\"Pressure\"", "null", "'Vitals' has slot_names with null")]
    [TestCase("\"key_count\": 3", "\"key_count\": 0", "'Job' has key_count 0")]
    [TestCase("\"key_count\": 3", "\"key_count\": 99999999", "'Job' has key_count 99999999")]
    [TestCase("\"key_count\": 3", "\"key_count\": 4", "'Job' has 3 key_values, expected 4")]
    [TestCase("\"key_count\": 3", "\"key_counts\": 3", "'Job' has key_count missing")]
    [TestCase("\"key_count\": 3", "\"shares\": [0.5, 0.5], \"key_count\": 3", "'Job' has 2 shares, expected 3")]
    [TestCase(
        "\"key_count\": 3",
        "\"shares\": [0.5, 0.9, 0], \"key_count\": 3",
        "'Job' has shares that add up to 1.39"
    )]
    [TestCase("\"key_count\": 3", "\"shares\": [1.5, -0.5, 0], \"key_count\": 3", "'Job' has shares that add up to 1,")]
    [TestCase(
        "\"likelihood\": \"gaussian\"",
        "\"shares\": [1], \"likelihood\": \"gaussian\"",
        "'Age' has 1 shares, expected 0"
    )]
    [TestCase("\"key_value_type\": \"text\"", "\"other\": \"text\"", "'Job'", "key_value_type", "both or none")]
    [TestCase("\"missing_share\": 0.25", "\"missing_share\": 1.25", "missing_share 1.25")]
    [TestCase("\"missing_share\": 0.25", "\"imputed_spread\": 0", "imputed_spread 0")]
    [TestCase("\"missing_share\": 0.125", "\"imputed_spread\": 0.5", "imputed_spread 0.5")]
    [TestCase("\"name\": \"Region\"", "\"name\": \"Job\"", "two columns are named 'Job'")]
    [TestCase("\"name\": \"Region\"", "\"name\": \"\"", "empty name")]
    [TestCase("\"name\": \"Region\"", "\"name\": \"mean\"", "two tensors", "'mean'", "graph_name")]
    [TestCase("\"name\": \"Region\"", "\"name\": \"reconstruction\"", "two tensors", "'reconstruction'")]
    [TestCase("\"graph_name\": \"vitals\"", "\"graph_name\": \"Age\"", "two tensors", "'Age'")]
    [TestCase("\"graph_name\": \"vitals\"", "\"graph_name\": \"Job_imputed\"", "two tensors", "'Job_imputed'")]
    [TestCase("\"graph_name\": \"vitals\"", "\"graph_name\": \"score\"", "two tensors", "'score'")]
    [TestCase("\"input_dim\": 6", "\"input_dim\": 9", "6 slots", "input_dim is 9")]
    [TestCase("\"likelihood\": \"gaussian\"", "\"bins\": [null], \"likelihood\": \"gaussian\"", "'Age'", "has bins")]
    [TestCase("\"likelihood\": \"gaussian\"", "\"likelihood\": \"histogram\"", "'Age' has 0 bins")]
    [TestCase("\"likelihood\": \"gaussian\"", "\"bins\": [null], \"likelihood\": \"histogram\"", "'Age'", "null among")]
    [TestCase(
        "\"likelihood\": \"gaussian\"",
        "\"bins\": [{ \"lows\": [1, 0], \"highs\": [1, 0], \"means\": [1, 0] }], \"likelihood\": \"histogram\"",
        "'Age'",
        "not ordered"
    )]
    [TestCase(
        "\"likelihood\": \"gaussian\"",
        "\"bins\": [{ \"lows\": [], \"highs\": [], \"means\": [] }], \"likelihood\": \"histogram\"",
        "'Age'",
        "at least one"
    )]
    [TestCase(
        "\"inputs\": \"columns\"",
        """
            "table_schema": { "columns": { "a": { "kind": "date", "since": "b" }, "b": { "kind": "date", "since": "a" } } }, "inputs": "columns"
            """,
        "dates of 'a' from those of 'b'"
    )]
    public void Read_WrongTable_SaysWhatIsWrong(string original, string replacement, params string[] facts)
    {
        using var temporary = new TemporaryFolder();
        var text = File.ReadAllText(Path.Combine(TinyTable.Folder, "manifest.json"));
        var at = text.IndexOf(original, StringComparison.Ordinal);

        Assert.That(at, Is.GreaterThan(0), "the test has to change something");

        var path = temporary.Write("manifest.json", text[..at] + replacement + text[(at + original.Length)..]);

        var error = Assert.Throws<VaeModelException>(() => ManifestJson.Read(path))!;

        foreach (var fact in facts)
        {
            Assert.That(error.Message, Does.Contain(fact));
        }
    }

    [Test]
    public void Open_GraphOfAnotherInputType_NamesBothTypes()
    {
        using var temporary = new TemporaryFolder();
        var folder = temporary.CopyOf(TinyTable.Folder, "model");
        var manifest = Path.Combine(folder, "manifest.json");
        var text = File.ReadAllText(manifest);
        var smoker = text.IndexOf("\"type\": \"boolean\"", StringComparison.Ordinal);
        text =
            text[..smoker]
            + text[smoker..]
                .Replace("\"type\": \"boolean\"", "\"type\": \"key\", \"key_count\": 2")
                .Replace("\"likelihood\": \"bernoulli\"", "\"likelihood\": \"categorical\"");
        File.WriteAllText(manifest, text);
        ChecksumFile.Write(folder);

        Assert.That(
            () => VaeModel.Open(folder),
            Throws
                .TypeOf<VaeModelException>()
                .With.Message.Contains("'Smoker'")
                .And.Message.Contains("bool [N, 1]")
                .And.Message.Contains("uint32 [N, 1]")
        );
    }

    [Test]
    public void Open_WithoutImputer_NamesIt()
    {
        using var temporary = new TemporaryFolder();
        var folder = temporary.CopyOf(TinyTable.Folder, "model");
        File.Delete(Path.Combine(folder, "imputer.onnx"));
        ChecksumFile.Write(folder);

        Assert.That(
            () => VaeModel.Open(folder),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("imputer.onnx is missing")
        );
    }
}
