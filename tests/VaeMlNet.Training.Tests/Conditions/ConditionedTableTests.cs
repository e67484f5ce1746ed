using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>A table model with a category as its condition, from training to the steps.</summary>
public sealed class ConditionedTableTests
{
    private readonly MLContext ml = new(seed: 1);
    private TemporaryFolder folder = null!;
    private VaeModel model = null!;

    [OneTimeSetUp]
    public void Train()
    {
        folder = new TemporaryFolder();
        model = ConditionedTable.Train(folder["payments"], ConditionedTable.Options);
    }

    [OneTimeTearDown]
    public void Delete()
    {
        model?.Dispose();
        folder.Dispose();
    }

    [Test]
    public void Manifest_ModelWithCondition_DescribesTheCondition()
    {
        var conditions = model.Manifest.Conditions!;

        Assert.That(conditions.Columns.Select(column => column.Name), Is.EqualTo(new[] { "Machine" }));
        Assert.That(conditions.Columns[0].KeyValues, Is.EqualTo(ConditionedTable.Machines));
        Assert.That(conditions.Columns[0].Likelihood, Is.EqualTo(VaeColumn.Condition));
        Assert.That(conditions.Combinations.Select(c => c.Values[0]), Is.EqualTo(new[] { 1f, 2f, 3f }));
        Assert.That(conditions.Combinations.Select(c => c.Share), Is.EqualTo(new[] { 0.5, 0.3, 0.2 }).Within(1e-9));
        Assert.That(model.Manifest.Columns.Select(column => column.Name), Is.EqualTo(ConditionedTable.Columns));
    }

    [Test]
    public void Verify_ModelWithCondition_ReplaysAllGraphs()
    {
        var report = model.Verify();

        Assert.That(report.Passed, Is.True);
        Assert.That(report.Outputs.Select(output => output.Graph).Distinct().Count(), Is.EqualTo(4));
    }

    [Test]
    public void VaeScore_AmountUsualForOneMachine_IsUnusualForAnother()
    {
        ConditionedTable.Payment[] rows =
        [
            new(0, 22, 44, 0, false, 25),
            new(2, 22, 44, 0, false, 25),
            new(2, 82, 164, 0, false, 25),
            new(0, 82, 164, 0, false, 25),
        ];
        var scores = Floats(ml.Transforms.VaeScore("Score", [], model).Fit(ConditionedTable.View(rows)), rows, "Score");

        Assert.That(scores[0], Is.LessThan(scores[1] - 5));
        Assert.That(scores[2], Is.LessThan(scores[3] - 5));
    }

    [Test]
    [Proves(55)]
    public void VaeReconstruct_DecodedUnderAnotherCondition_IsTheRowOfThatMachine()
    {
        ConditionedTable.Payment[] drills = [.. ConditionedTable.Rows(100).Where(row => row.Machine == 0)];
        VaeReconstructOptions decodedAsOther = new() { DecodedConditionColumns = ["Other"] };
        var view = ConditionedTable.View(drills, other: 2);
        var own = Amounts(ml.Transforms.VaeReconstruct("Rebuilt", [], model).Fit(view).Transform(view));
        var others = Amounts(
            ml.Transforms.VaeReconstruct("Rebuilt", [], model, decodedAsOther).Fit(view).Transform(view)
        );

        Assert.That(own.Average(), Is.EqualTo(24.5).Within(3));
        Assert.That(others.Average(), Is.EqualTo(84.5).Within(6), "a drill's row as one of a press");
    }

    [Test]
    [Proves(55)]
    public void VaeReconstruct_TheSameConditionForTheDecoder_ChangesNothing()
    {
        ConditionedTable.Payment[] drills = [.. ConditionedTable.Rows(50).Where(row => row.Machine == 0)];
        VaeReconstructOptions decodedAsOther = new() { DecodedConditionColumns = ["Other"] };
        var view = ConditionedTable.View(drills, other: 0);
        var own = Amounts(ml.Transforms.VaeReconstruct("Rebuilt", [], model).Fit(view).Transform(view));
        var others = Amounts(
            ml.Transforms.VaeReconstruct("Rebuilt", [], model, decodedAsOther).Fit(view).Transform(view)
        );

        Assert.That(others, Is.EqualTo(own));
    }

    [Test]
    public void VaeReconstruct_TwoColumnsForOneCondition_NamesTheConditions()
    {
        VaeReconstructOptions two = new() { DecodedConditionColumns = ["Machine", "Other"] };
        var error = Assert.Throws<ArgumentException>(() => ml.Transforms.VaeReconstruct("Rebuilt", [], model, two));

        Assert.That(error!.Message, Does.Contain("'Machine'").And.Contain("2 columns are named"));
    }

    [Test]
    public void VaeDecode_LatentsAndConditions_EqualTheReconstruction()
    {
        var view = View();
        var steps = ml
            .Transforms.VaeEncode("Latent", [], model)
            .Append(ml.Transforms.VaeDecode("Decoded", "Latent", model))
            .Append(ml.Transforms.VaeReconstruct("Rebuilt", [], model));
        var result = steps.Fit(view).Transform(view);

        Assert.That(Vectors(result, "Decoded"), Is.EqualTo(Vectors(result, "Rebuilt")).Within(1e-3f));
    }

    [Test]
    [Proves(55)]
    public void VaeSample_LatentsAndConditionRows_EqualTheReconstruction()
    {
        var view = ConditionedTable.View(ConditionedTable.Rows(20));
        float[] latents =
        [
            .. ml
                .Transforms.VaeEncode("Latent", [], model)
                .Fit(view)
                .Transform(view)
                .GetColumn<float[]>("Latent")
                .SelectMany(row => row),
        ];
        var expected = ml
            .Transforms.VaeReconstruct("Row", [], model)
            .Fit(view)
            .Transform(view)
            .GetColumn<float[]>("Row")
            .Select(row => row[0]);

        var own = ml.Data.VaeSample(model, latents, new() { ConditionRows = view });
        var asPresses = ml.Data.VaeSample(
            model,
            latents,
            new() { ConditionRows = view, Conditions = ["Machine=press"] }
        );

        Assert.That(own.GetColumn<float>("Amount"), Is.EqualTo(expected).Within(1e-3));
        Assert.That(own.GetColumn<uint>("Machine"), Is.EqualTo(view.GetColumn<uint>("Machine")));
        Assert.That(asPresses.GetColumn<uint>("Machine"), Is.All.EqualTo(3u));
        Assert.That(asPresses.GetColumn<float>("Amount").Average(), Is.GreaterThan(expected.Average() + 20));
    }

    [Test]
    public void VaeSample_ConditionRowsThatDoNotFit_AreRefused()
    {
        var view = ConditionedTable.View(ConditionedTable.Rows(3));
        var latents = new float[2 * model.LatentDim];
        void Refuses(VaeSampleOptions options, string fact) =>
            Assert.That(
                () => ml.Data.VaeSample(model, latents, options),
                Throws.InstanceOf<ArgumentException>().With.Message.Contains(fact)
            );

        Refuses(new() { ConditionRows = view }, "more than 2 rows");
        Refuses(new() { ConditionRows = ml.Data.TakeRows(view, 1) }, "only 1 rows");
        Refuses(new() { ConditionRows = view, Conditions = ["Machine!=press"] }, "Machine!=press");
        Refuses(new() { ConditionRows = ml.Transforms.DropColumns("Machine").Fit(view).Transform(view) }, "Machine");
    }

    [Test]
    public void VaeImpute_MissingAmount_IsThatOfTheMachine()
    {
        ConditionedTable.Payment[] rows =
        [
            new(0, float.NaN, float.NaN, 0, false, 25),
            new(2, float.NaN, float.NaN, 0, false, 25),
        ];
        foreach (var isDrawn in (bool[])[false, true])
        {
            var step = ml.Transforms.VaeImpute([], model, new() { DrawsValues = isDrawn }).Fit(View());
            float[] amounts = [.. step.Transform(ConditionedTable.View(rows)).GetColumn<float>("Amount")];

            Assert.That(amounts, Is.EqualTo(new[] { 25f, 85f }).Within(12), isDrawn ? "drawn" : "means");
        }
    }

    [Test]
    public void Save_StepsWithConditions_LoadAsStockTransformersWithTheSameResults()
    {
        var view = ConditionedTable.View(ConditionedTable.Rows(20), other: 1);
        VaeReconstructOptions other = new() { DecodedConditionColumns = ["Other"] };
        var steps = ml
            .Transforms.VaeScore("Score", [], model)
            .Append(ml.Transforms.VaeReconstruct("Rebuilt", [], model))
            .Append(ml.Transforms.VaeReconstruct("Others", [], model, other));
        var fitted = steps.Fit(view);
        ml.Model.Save(fitted, view.Schema, folder["steps.zip"]);
        var loaded = new MLContext(seed: 1).Model.Load(folder["steps.zip"], out _);
        var restored = ml.Model.RestoreBatching(loaded);
        foreach (var step in (ITransformer[])[loaded, restored])
        {
            var (expected, actual) = (fitted.Transform(view), step.Transform(view));

            Assert.That(actual.GetColumn<float>("Score"), Is.EqualTo(expected.GetColumn<float>("Score")).Within(1e-3));
            Assert.That(Vectors(actual, "Rebuilt"), Is.EqualTo(Vectors(expected, "Rebuilt")).Within(1e-3));
            Assert.That(Vectors(actual, "Others"), Is.EqualTo(Vectors(expected, "Others")).Within(1e-3));
        }
    }

    [Test]
    [Proves(54)]
    public void VaeSample_NoConditions_HasExactlyTheSharesOfTheTrainingData()
    {
        var sample = ml.Data.VaeSample(model, 1000, seed: 1);
        uint[] machines = [.. sample.GetColumn<uint>("Machine")];

        Assert.That(
            machines.CountBy(machine => machine).ToDictionary(),
            Is.EqualTo(
                new Dictionary<uint, int>
                {
                    [1] = 500,
                    [2] = 300,
                    [3] = 200,
                }
            )
        );
        Assert.That(machines[..20].Distinct().Count(), Is.EqualTo(3), "equal conditions are not neighbors");
    }

    [Test]
    [Proves(54)]
    public void VaeSample_ChosenCategory_GivesOnlyItsRows()
    {
        VaeSampleAcceptance acceptance = new();
        var sample = ml.Data.VaeSample(
            model,
            200,
            seed: 1,
            new() { Conditions = ["Machine=press"], Acceptance = acceptance }
        );
        float[] amounts = [.. sample.GetColumn<float>("Amount")];

        Assert.That(sample.GetColumn<uint>("Machine"), Is.All.EqualTo(3));
        Assert.That(amounts.Average(), Is.EqualTo(84.5).Within(4));
        Assert.That(acceptance.Drawn, Is.EqualTo(200), "no row is rejected");
    }

    [Test]
    [Proves(54)]
    public void VaeSample_BalancedConditions_HasAsManyRowsOfEachCategory()
    {
        var sample = ml.Data.VaeSample(model, 900, seed: 1, new() { BalancesConditions = true });

        Assert.That(
            sample.GetColumn<uint>("Machine").CountBy(machine => machine).Select(count => count.Value),
            Is.All.EqualTo(300)
        );
    }

    [Test]
    public void VaeSample_ConditionOnExplainedColumnToo_KeepsTheShares()
    {
        var sample = ml.Data.VaeSample(model, 100, seed: 1, new() { Conditions = ["Machine!=drill", "Mode=1"] });
        var small = ml.Data.VaeSample(
            model,
            100,
            seed: 1,
            new() { Conditions = ["Machine!=drill", "Mode=1"], BatchSize = 7 }
        );

        Assert.That(
            sample.GetColumn<uint>("Machine").Order(),
            Is.EqualTo([.. Enumerable.Repeat(2u, 60), .. Enumerable.Repeat(3u, 40)])
        );
        Assert.That(sample.GetColumn<uint>("Mode"), Is.All.EqualTo(2).Or.All.EqualTo(1));
        Assert.That(small.GetColumn<float>("Amount"), Is.EqualTo(sample.GetColumn<float>("Amount")).Within(1e-3));
    }

    [Test]
    public void VaeSample_UnknownCategory_NamesTheKnownOnes()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            ml.Data.VaeSample(model, 10, seed: 1, new() { Conditions = ["Machine=saw"] })
        );

        Assert.That(error!.Message, Does.Contain("'saw'").And.Contain("'lathe'"));
    }

    [Test]
    public void Fit_ConditionIsAlsoAColumn_NamesIt()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            new VaeTrainer(ConditionedTable.Options).Fit(View(), ["Amount", "Machine"])
        );

        Assert.That(error!.Message, Does.Contain("'Machine'").And.Contain("ConditionColumns"));
    }

    [Test]
    public void Fit_RowWithoutCondition_NamesRowAndColumn()
    {
        ConditionedTable.Payment[] rows = [.. ConditionedTable.Rows(5), new(-1, 20, 40, 0, false, 25)];
        var error = Assert.Throws<VaeRowException>(() =>
            new VaeTrainer(ConditionedTable.Options).Fit(ConditionedTable.View(rows), ConditionedTable.Columns)
        );

        Assert.That(error!.Message, Does.Contain("Row 5").And.Contain("'Machine'"));
    }

    [Test]
    public void Decode_ModelWithConditions_NamesThem()
    {
        var error = Assert.Throws<NotSupportedException>(() => model.Decode(new float[3]));

        Assert.That(error!.Message, Does.Contain("'Machine'").And.Contain("VaeDecode"));
    }

    [Test]
    public void FindInputs_ConditionColumnIsMissing_NamesIt()
    {
        var data = ml.Transforms.DropColumns("Machine").Fit(View()).Transform(View());
        var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            ml.Transforms.VaeScore("Score", [], model).Fit(data)
        );

        Assert.That(error!.Message, Does.Contain("VaeScore").And.Contain("'Machine'").And.Contain("condition"));
    }

    [Test]
    [Proves(54)]
    public void VaeScore_MissingCategory_NamesRowAndColumn()
    {
        ConditionedTable.Payment[] rows = [.. ConditionedTable.Rows(3), new(-1, 20, 40, 0, false, 25)];
        var scorer = ml.Transforms.VaeScore("Score", [], model).Fit(View());
        var error = Assert.Throws<VaeRowException>(() => Floats(scorer, rows, "Score"));

        Assert.That(error!.Message, Does.Contain("Row 3").And.Contain("'Machine'").And.Contain("3 categories"));
    }

    private static IDataView View() => ConditionedTable.View(ConditionedTable.Rows(10));

    private static float[] Floats(VaeScoreTransformer step, ConditionedTable.Payment[] rows, string column) =>
        [.. step.Transform(ConditionedTable.View(rows)).GetColumn<float>(column)];

    private static IEnumerable<float> Amounts(IDataView view) =>
        view.GetColumn<float[]>("Rebuilt").Select(row => row[0]);

    private static float[] Vectors(IDataView view, string column) =>
        [.. view.GetColumn<float[]>(column).SelectMany(row => row)];
}
