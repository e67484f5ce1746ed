using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>Texts end to end: word counts by ML.NET, a multinomial VAE, perplexity of held-out texts, and their topics.</summary>
public class WordCountTests
{
    private const int TopicCount = 3;
    private const int WordsPerTopic = 25;
    private const int CommonWords = 15;
    private const int WordsPerText = 40;

    private readonly MLContext ml = new(seed: 1);
    private TemporaryFolder temporary = null!;
    private IDataView training = null!;
    private IDataView heldOut = null!;
    private TrainedVae model = null!;

    [OneTimeSetUp]
    public void Train()
    {
        temporary = new TemporaryFolder();
        var texts = ml.Data.LoadFromEnumerable(Texts(600, seed: 1));
        var bags = ml.Transforms.Text.ProduceWordBags("Features", "Words", ngramLength: 1).Fit(texts);
        training = bags.Transform(texts);
        heldOut = bags.Transform(ml.Data.LoadFromEnumerable(Texts(200, seed: 2)));
        var options = new VaeTrainerOptions
        {
            HiddenDims = [32],
            LatentDim = 3,
            Likelihood = new MultinomialLikelihoodOptions(),
            EpochCount = 40,
            BatchSize = 50,
            LearningRate = 5e-3,
        };
        model = new VaeTrainer(options).Fit(training, "Features");
    }

    [OneTimeTearDown]
    public void Free()
    {
        model.Dispose();
        temporary.Dispose();
    }

    [Test]
    public void Perplexity_HeldOutTexts_IsBelowTheUnigramModels()
    {
        var counts = Counts(heldOut);
        using var rows = Some.ToTensor(counts);

        // The multinomial coefficient counts the orders of the words; a text has one.
        var logLikelihood =
            model.LogLikelihoodPerRow(rows, sampleCount: 50).Sum() - counts.Sum(LogMultinomialCoefficient);
        var ofModel = Math.Exp(-logLikelihood / counts.Sum(row => row.Sum()));

        var ofUnigrams = UnigramPerplexity(Counts(training), counts);

        Assert.Multiple(() =>
        {
            Assert.That(ofModel, Is.LessThan(0.8 * ofUnigrams), $"unigrams: {ofUnigrams}");
            Assert.That(ofModel, Is.GreaterThan(CommonWords), "nobody can guess better than the texts were written");
        });
    }

    [Test]
    public void VaeEncode_HeldOutTexts_SeparatesTheirTopics()
    {
        model.Export(temporary["topics"], training);
        var encoder = ml.Transforms.VaeEncode("Latent", "Features", temporary["topics"]).Fit(heldOut);
        using var owned = encoder as IDisposable;
        var latents = encoder.Transform(heldOut).GetColumn<float[]>("Latent").ToArray();
        var topics = heldOut.GetColumn<int>("Topic").ToArray();

        var centers = Enumerable
            .Range(0, TopicCount)
            .Select(topic => Mean([.. latents.Where((_, i) => topics[i] == topic)]))
            .ToArray();
        var right = latents.Where((z, i) => Nearest(z, centers) == topics[i]).Count();

        Assert.That(right, Is.GreaterThan(0.9 * latents.Length));
    }

    /// <summary>Creates texts about one topic each: a third of the words are common, and the others belong to the topic.</summary>
    private static Document[] Texts(int count, int seed)
    {
        var random = new Random(seed);
        string Word(int topic) =>
            random.Next(3) == 0
                ? $"common{random.Next(CommonWords)}"
                : $"topic{topic}word{Math.Min(random.Next(WordsPerTopic), random.Next(WordsPerTopic))}";
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => i % TopicCount)
                .Select(topic => new Document
                {
                    Topic = topic,
                    Words = string.Join(' ', Enumerable.Range(0, WordsPerText).Select(_ => Word(topic))),
                }),
        ];
    }

    private static float[][] Counts(IDataView view) => [.. view.GetColumn<float[]>("Features")];

    /// <summary>Computes log (n! / (x_1! x_2! ...)).</summary>
    private static double LogMultinomialCoefficient(float[] counts) =>
        LogFactorial((int)counts.Sum()) - counts.Sum(count => LogFactorial((int)count));

    private static double LogFactorial(int n) => Enumerable.Range(1, n).Sum(i => Math.Log(i));

    /// <summary>Computes the perplexity of one distribution for all texts: the training counts with one added to each.</summary>
    private static double UnigramPerplexity(float[][] training, float[][] heldOut)
    {
        var counts = Enumerable
            .Range(0, training[0].Length)
            .Select(word => 1 + training.Sum(row => row[word]))
            .ToArray();
        var total = counts.Sum();
        var logLikelihood = heldOut.Sum(row =>
            row.Select((count, word) => count * Math.Log(counts[word] / total)).Sum()
        );
        return Math.Exp(-logLikelihood / heldOut.Sum(row => row.Sum()));
    }

    private static double[] Mean(float[][] rows) =>
        [.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Average(row => (double)row[i]))];

    private static int Nearest(float[] z, double[][] centers) =>
        Enumerable
            .Range(0, centers.Length)
            .MinBy(topic => z.Select((value, i) => Math.Pow(value - centers[topic][i], 2)).Sum());

    private sealed class Document
    {
        public int Topic { get; set; }

        public string Words { get; set; } = "";
    }
}
