using FLChain.TrainerSdk.Training;

namespace FLChain.Laboratory.Conducts;

/// <summary>Submits an aggregate whose first element holds one more than the sum.</summary>
internal sealed class WrongAggregate : Conduct
{
    public override byte[]? Aggregate(FederationSession session, int iteration, byte[] product)
    {
        var key = session.Scheme.Key;
        return Elements.Replace(product, Elements.OfAggregate(session.Scheme), key, element => Elements.PlusOne(element, key));
    }
}
