namespace VaeMlNet.Tests;

/// <summary>Model folders with valid checksums and damaged contents, which are opened, used and verified.</summary>
/// <param name="original">The model folder to damage.</param>
/// <param name="folder">A folder that does not exist yet, for the copies.</param>
internal sealed class ModelFolderTarget(string original, string folder) : FuzzTarget
{
    public const string Name = "folder";

    private readonly MutatedModel models = new(original, folder);

    public override string Damage(int seed) => models.Write(seed);

    public override void UseOriginal() => Use(original);

    public override void UseDamaged() => Use(folder);

    protected override bool IsDocumented(Exception refusal) => refusal is VaeModelException;

    private void Use(string path)
    {
        VaeModel? model = null;
        Documented(() => model = VaeModel.Open(path));
        if (model is null)
        {
            return;
        }

        using (model)
        {
            Documented(() => model.Encode(new float[2 * model.InputDim]));
            Documented(() => model.Decode(new float[2 * model.LatentDim]));
            Documented(() => model.Verify());
        }
    }
}
