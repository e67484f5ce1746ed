using System.Text;

namespace VaeMlNet.Tests;

public sealed class VaeManifestTests
{
    [Test]
    public void WriteAndRead_AManifest_GivesItAgain()
    {
        using var temporary = new TemporaryFolder();
        var path = temporary["manifest.json"];
        var manifest = Some();

        File.WriteAllBytes(path, ManifestJson.ToBytes(manifest, "model"));
        var read = ManifestJson.Read(path);

        Assert.That(read.Threshold, Is.EqualTo(manifest.Threshold));
        Assert.That(read.Training, Is.EqualTo(manifest.Training));
        Assert.That(read.Columns, Is.EqualTo(manifest.Columns));
        Assert.That(read.Architecture.HiddenDims, Is.EqualTo(manifest.Architecture.HiddenDims));
        Assert.That(
            (read.Name, read.Producer, read.Opset),
            Is.EqualTo((manifest.Name, manifest.Producer, manifest.Opset))
        );
    }

    [Test]
    public void ToBytes_AManifest_IsSnakeCaseWithLfLineEnds()
    {
        var text = Encoding.UTF8.GetString(ManifestJson.ToBytes(Some(), "model"));

        Assert.That(text, Does.StartWith("{\n  \"format_version\": 1,\n"));
        Assert.That(text, Does.EndWith("}\n").And.Not.Contain("\r"));
        Assert.That(
            text,
            Does.Contain("\"hidden_dims\"").And.Contain("\"negative_elbo\"").And.Contain("\"validation_rows\"")
        );
    }

    [Test]
    public void ToBytes_ContradictingManifest_IsRefused()
    {
        var manifest = Some() with
        {
            Latent = new() { Kind = VaeLatentSpace.Gaussian, Dim = 3 },
        };

        Assert.That(
            () => ManifestJson.ToBytes(manifest, "model"),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("latent.dim is 3")
        );
    }

    [Test]
    public void ToBytes_FeaturesOfTwoColumns_AreRefused()
    {
        var half = Some().Columns[0] with { Width = 3 };
        var manifest = Some() with { Columns = [half, half with { Name = "Others" }] };

        Assert.That(
            () => ManifestJson.ToBytes(manifest, "model"),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("columns has 2 columns")
        );
    }

    [Test]
    public void Read_MembersOfALaterProducer_AreIgnored()
    {
        using var temporary = new TemporaryFolder();
        var path = temporary["manifest.json"];
        var text = Encoding.UTF8.GetString(ManifestJson.ToBytes(Some(), "model"));
        File.WriteAllText(path, text.Replace("\"opset\"", "\"later\": { \"x\": [1] },\n  \"opset\""));

        Assert.That(ManifestJson.Read(path).Opset, Is.EqualTo(17));
    }

    [TestCase("\"format_version\": 1", "\"format_version\": 2", "format version 2", "up to 1", "Update VaeMlNet")]
    [TestCase("\"format_version\": 1", "\"format_version\": 0", "format_version 0")]
    [TestCase("\"format_version\": 1,", "", "no valid manifest")]
    [TestCase("\"input_dim\": 6", "\"input_dim\": 7", "6 slots", "input_dim is 7")]
    [TestCase("\"input_dim\": 6", "\"input_dim\": -6", "input_dim is -6")]
    [TestCase("\"input_dim\": 6", "\"input_dim\": 99999999999", "no valid manifest")]
    [TestCase("\"input_dim\": 6", "\"input_dim\": 6, \"image\": [1, 2, 4]", "image has 8 numbers", "input_dim is 6")]
    [TestCase("\"input_dim\": 6", "\"input_dim\": 6, \"image\": [2, 3]", "no valid manifest")]
    [TestCase("\"input_dim\": 6", "\"input_dim\": 6, \"image\": [1, -2, -3]", "image has a number below 1")]
    [TestCase("\"latent_dim\": 2", "\"latent_dim\": 0", "latent_dim is 0")]
    [TestCase("\"dim\": 2", "\"dim\": 4", "latent.dim is 4", "latent_dim is 2")]
    [TestCase("\"kind\": \"gaussian\"", "\"kind\": \"mixture\"", "'mixture'", "'gaussian'", "'categorical'")]
    [TestCase("\"kind\": \"gaussian\"", "\"kind\": \"categorical\"", "latent.groups is missing")]
    [TestCase("\"kind\": \"gaussian\"", "\"kind\": \"labeled\"", "latent.label has 0 shares")]
    [TestCase(
        "\"kind\": \"gaussian\"",
        "\"kind\": \"gaussian\", \"label\": { \"name\": \"y\", \"shares\": [0.5, 0.5] }",
        "latent.label is set, but latent.kind is 'gaussian'"
    )]
    [TestCase(
        "\"kind\": \"gaussian\"",
        "\"kind\": \"labeled\", \"label\": { \"name\": \"y\", \"shares\": [0.5, 0.6] }",
        "latent.label has 2 shares",
        "latent.dim, which is 2"
    )]
    [TestCase(
        "\"kind\": \"gaussian\"",
        "\"kind\": \"categorical\", \"groups\": 65536, \"categories\": 65536",
        "latent.groups is 65536",
        "latent.dim is 2"
    )]
    [TestCase("\"likelihood\": \"bernoulli\"", "\"likelihood\": \"categorical\"", "groups of 0 slots", "expected 6")]
    [TestCase(
        "\"likelihood\": \"bernoulli\"",
        "\"likelihood\": \"categorical\", \"groups\": [7, -1]",
        "groups of 6 slots",
        "each group 1 or more"
    )]
    [TestCase("\"likelihood\": \"bernoulli\"", "\"likelihood\": \"cauchy\"", "'cauchy'", "'bernoulli'")]
    [TestCase("\"width\": 6", "\"width\": 0", "width 0")]
    [TestCase("\"maximum\": 1", "\"maximum\": -1", "minimum 0 and maximum -1")]
    [TestCase("\"quantile\": 0.5", "\"quantile\": 1.5", "quantile is 1.5")]
    [TestCase("\"columns\": [", "\"columns\": null, \"other\": [", "no valid manifest")]
    [TestCase("\"columns\": [", "\"columns\": [ null,", "columns contains null")]
    [TestCase("\"threshold\"", "\"thresholds\"", "no valid manifest")]
    [TestCase("\"opset\": 17", "\"opset\": 17, \"opset\": 18", "no valid manifest")]
    public void Read_WrongManifest_SaysWhatIsWrong(string original, string replacement, params string[] facts)
    {
        using var temporary = new TemporaryFolder();
        var path = temporary["manifest.json"];
        var text = File.ReadAllText(Path.Combine(TinyModel.Bernoulli.Folder, "manifest.json"));

        Assert.That(text, Does.Contain(original), "the test has to change something");

        File.WriteAllText(path, text.Replace(original, replacement));

        var error = Assert.Throws<VaeModelException>(() => ManifestJson.Read(path));

        Assert.That(
            error!.Message,
            Does.Contain($"'{temporary.Path}'").And.Contain("manifest.json").Or.Contain("version")
        );
        Assert.That(error.Message, Does.Not.Match(@"\.\)?\. "), "two full stops");

        foreach (var fact in facts)
        {
            Assert.That(error.Message, Does.Contain(fact));
        }
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{ not json")]
    public void Read_NoManifest_IsRefused(string text)
    {
        using var temporary = new TemporaryFolder();
        var path = temporary["manifest.json"];
        File.WriteAllText(path, text);

        Assert.That(() => ManifestJson.Read(path), Throws.TypeOf<VaeModelException>());
    }

    [Test]
    public void Read_MissingFile_IsRefused()
    {
        Assert.That(
            () => ManifestJson.Read("no/such/manifest.json"),
            Throws.TypeOf<VaeModelException>().With.InnerException.InstanceOf<IOException>()
        );
    }

    internal static VaeManifest Some() => VaeModel.ReadManifest(TinyModel.Bernoulli.Folder);
}
