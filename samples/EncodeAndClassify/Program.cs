// Encodes images as 20 latents with a ready model, trains a classifier on few labels, and saves the whole pipeline.
// EncodeAndClassify [PIPELINE.zip]
using EncodeAndClassify;
using Microsoft.ML;
using Microsoft.ML.Data;

var pipelineFile = args.ElementAtOrDefault(0) ?? "digits.zip";
var modelFolder = Path.Combine(AppContext.BaseDirectory, "model");

var ml = new MLContext(seed: 1);
var random = new Random(1);
IDataView Digits(int count) =>
    ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => DrawnDigit.Draw(i % 10, random)).ToList());
var train = Digits(200);
var test = Digits(1_000);

var pipeline = ml
    .Transforms.Conversion.MapValueToKey("Target", nameof(DrawnDigit.Label))
    .Append(ml.Transforms.VaeEncode("Latent", nameof(DrawnDigit.Features), modelFolder))
    .Append(ml.Transforms.NormalizeMeanVariance("Latent", fixZero: false))
    .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Target", "Latent", l1Regularization: 0));
using var model = pipeline.Fit(train);
Console.WriteLine($"accuracy {Accuracy(model):P1} on 1000 drawn digits, learned from 200 labels and 20 latents");

// The file contains only ML.NET's own transformers, so any program can load it. Programs with VaeMlNet can run it in batches.
ml.Model.Save(model, train.Schema, pipelineFile);
var loaded = ml.Model.RestoreBatching(ml.Model.Load(pipelineFile, out _));
Console.WriteLine($"accuracy {Accuracy(loaded):P1} of {pipelineFile}, saved and loaded");

// Labels are keys, numbered from 1 in the order of their first appearance.
VBuffer<int> labels = default;
loaded.GetOutputSchema(train.Schema)["Target"].GetKeyValues(ref labels);
var digits = labels.DenseValues().ToArray();
using var engine = ml.Model.CreatePredictionEngine<DrawnDigit, Prediction>(loaded);
var predicted = Enumerable
    .Range(0, 10)
    .Select(digit => digits[engine.Predict(DrawnDigit.Draw(digit, random)).PredictedLabel - 1]);
Console.WriteLine($"0 to 9, one by one: {string.Join(' ', predicted)}");

double Accuracy(ITransformer transformer) =>
    ml.MulticlassClassification.Evaluate(transformer.Transform(test), "Target").MicroAccuracy;

/// <summary>The outputs of the pipeline for a digit.</summary>
internal sealed class Prediction
{
    public uint PredictedLabel { get; set; }
}
