using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A catalog's environment. Always implemented explicitly: the product reaches it under that name.</summary>
internal interface IInternalCatalog
{
    IHostEnvironment Environment { get; }
}
