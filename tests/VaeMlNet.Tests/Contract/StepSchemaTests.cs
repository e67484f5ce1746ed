using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>Properties of the steps' schemas that the comparisons of the contract do not show.</summary>
public sealed class StepSchemaTests
{
    private static readonly TinyModel Model = TinyModel.Bernoulli;
    private static readonly TransformsCatalog Transforms = new MLContext(seed: 1).Transforms;

    private static IEnumerable<TestCaseData> SlotWise()
    {
        var options = new VaeScoreOptions { ContributionsColumnName = "Why" };
        yield return new TestCaseData(
            Transforms.VaeScore("Score", "Features", Model.Folder, options),
            "Why"
        ).SetArgDisplayNames("contributions");
        yield return new TestCaseData(
            Transforms.VaeReconstruct("Again", "Features", Model.Folder),
            "Again"
        ).SetArgDisplayNames("reconstruction");
    }

    [TestCaseSource(nameof(SlotWise))]
    [Proves(2)]
    public void SlotNames_OfColumnsWithTheInputsSlots_AreTheInputsAlsoWhenLoadedAndBatchedAgain(
        IEstimator<ITransformer> step,
        string column
    )
    {
        var data = new ReusingView(Model.Rows(1), withSlotNames: true);
        using var fitted = (VaeTransformer)step.Fit(data);
        var loaded = SavedZip.SaveAndLoad(fitted, data.Schema);

        foreach (var transformer in new[] { fitted, loaded, SubjectHooks.RestoreBatching(loaded) })
        {
            Assert.That(
                Shapes.SlotNames(transformer.Transform(data).Schema[column]),
                Is.EqualTo("slot0 slot1 slot2 slot3 slot4 slot5")
            );
        }
    }

    [Test]
    public void Save_WithoutContext_IsRefused()
    {
        foreach (var subject in ContractCases.Subjects())
        {
            using var data = ColumnLayout.Dense.Create(subject.Inputs, 1);
            var transformer = subject.Create(1).Fit(data.View);

            foreach (var stage in SavedZip.Flatten(transformer))
            {
                Assert.That(() => stage.Save(null), Throws.ArgumentNullException, subject.Name);
            }
        }
    }
}
